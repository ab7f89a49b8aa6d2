import { existsSync, readFileSync } from 'node:fs';
import { Credentials } from '@skill-marketplace/shared/contracts';
import { createMarketplaceClient } from '@skill-marketplace/shared/client';
import { credentialsPath } from './features/instance/registration.ts';

/** How long another server may take to answer; on this machine a live one needs a few milliseconds. */
const ANSWER_LIMIT_MS = 2000;

/** The URL of the server that runs on this data directory already, if one answers there. */
export async function findRunningServer(dataDirectory: string): Promise<string | undefined> {
  const saved = savedCredentials(dataDirectory);
  if (saved === undefined) return undefined;
  try {
    const client = createMarketplaceClient({ url: saved.url });
    const info = await client.server.info.query(
      {},
      { signal: AbortSignal.timeout(ANSWER_LIMIT_MS) },
    );
    return info.instanceId === saved.instanceId ? saved.url : undefined;
  } catch {
    // Nothing answers, or something else does: either way it is not that server.
    return undefined;
  }
}

function savedCredentials(dataDirectory: string): Credentials | undefined {
  const path = credentialsPath(dataDirectory);
  if (!existsSync(path)) return undefined;
  try {
    return Credentials.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    // Half a file or another version's names no server.
    return undefined;
  }
}
