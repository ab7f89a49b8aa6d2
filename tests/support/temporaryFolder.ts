import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder of its own below the system's temporary folder; gone when it goes out of scope. */
export interface TemporaryFolder extends AsyncDisposable {
  readonly path: string;
}

/**
 * Makes an empty temporary folder. Its path holds no links, so that paths can be compared, and is
 * short, since a unix socket's path (PostgreSQL's) must stay under about 90 bytes.
 */
export async function temporaryFolder(purpose: string): Promise<TemporaryFolder> {
  const path = await realpath(await mkdtemp(join(tmpdir(), `skm-${purpose}-`)));
  return {
    path,
    // Retries: a process that has just been stopped may still be writing its last file.
    [Symbol.asyncDispose]: () =>
      rm(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }),
  };
}
