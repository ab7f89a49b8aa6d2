import { createMarketplaceClient, failureOf } from '@skill-marketplace/shared/client';
import type { PublishInput } from '@skill-marketplace/shared/contracts';

const CLIENTS = 16;

/** A function that lets sixteen clients, each with requests of its own, publish at once. */
export type PublishRace = (
  publicationOf: (client: number) => PublishInput,
) => Promise<Record<string, number>>;

/** Makes the clients; a race tells how many came to which outcome, or to which reason of a refusal. */
export function publishRace(address: { url: string; token: string }): PublishRace {
  const clients = Array.from({ length: CLIENTS }, () => createMarketplaceClient(address));
  return async (publicationOf) => {
    const outcomes: Record<string, number> = {};
    const calls = clients.map(async ({ publishing }, index) => {
      const outcome = await publishing.publish.mutate(publicationOf(index)).then(
        (published) => published.outcome,
        (error: unknown) => {
          const failure = failureOf(error);
          if (failure === undefined) throw error;
          return failure.reason;
        },
      );
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    });
    await Promise.all(calls);
    return outcomes;
  };
}
