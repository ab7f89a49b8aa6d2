import { createMarketplaceClient, failureOf } from '@skill-marketplace/shared/client';
import { publicationOf } from './publication.ts';

/** A server that is published to until somebody kills it. */
export interface PublishedTo {
  url: string;
  credentials: { token: string };
  kill(): Promise<void>;
}

/**
 * Publishes without end from eight clients, kills the server at the given number of acknowledgements, with
 * other calls under way, and gives what was acknowledged, as `reference version`.
 */
export async function publishUntilKilled(
  server: PublishedTo,
  { publisher, killAt }: { publisher: string; killAt: number },
): Promise<string[]> {
  const acknowledged: string[] = [];
  let killing: Promise<void> | undefined;
  let next = 0;
  const publishOn = async (): Promise<void> => {
    const { url, credentials } = server;
    const { publishing } = createMarketplaceClient({ url, token: credentials.token });
    while (killing === undefined) {
      // Every third is a new version of a skill, and all share a file.
      const number = next;
      next += 1;
      const name = `skill-${Math.floor(number / 3)}`;
      const files = { 'shared.txt': 'the same everywhere', 'own.txt': `${publisher} ${number}` };
      const version = `1.${number % 3}.0`;
      try {
        const publication = publicationOf(publisher, name, files, { version });
        const { reference } = await publishing.publish.mutate(publication);
        acknowledged.push(`${reference} ${version}`);
      } catch (error) {
        // The connection breaks when the server dies; a refusal would be a defect.
        if (killing === undefined || failureOf(error) !== undefined) throw error;
        return;
      }
      if (acknowledged.length >= killAt) killing ??= server.kill();
    }
  };
  await Promise.all(Array.from({ length: 8 }, publishOn));
  await killing;
  return acknowledged;
}
