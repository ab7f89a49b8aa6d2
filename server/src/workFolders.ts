import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isAlive } from './database/embedded/postmaster.ts';

/** A folder for work in progress; gone when it goes out of scope. */
export interface WorkFolder extends AsyncDisposable {
  readonly path: string;
}

/** Where work folders lie in a data directory. */
export function workDirectoryOf(dataDirectory: string): string {
  return join(dataDirectory, 'work');
}

/** Makes an empty folder, `<pid>-<random>` below the work directory, that only this user may enter. */
export async function makeWorkFolder(workDirectory: string): Promise<WorkFolder> {
  await mkdir(workDirectory, { recursive: true, mode: 0o700 });
  const path = await mkdtemp(join(workDirectory, `${process.pid}-`));
  return { path, [Symbol.asyncDispose]: () => remove(path) };
}

/**
 * Removes the work folders of processes that are no more. To be called before this process makes one: in a
 * container every start has the same process id, and a folder with it is an earlier start's.
 */
export async function removeDeadWorkFolders(workDirectory: string): Promise<void> {
  const names = await readdir(workDirectory).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  });
  for (const name of names) {
    const pid = Number(/^(\d+)-/.exec(name)?.[1]);
    // What has another name is not ours.
    if (Number.isNaN(pid)) continue;
    if (pid === process.pid || !isAlive(pid)) await remove(join(workDirectory, name));
  }
}

/** With retries: a process that has just been killed may not be gone yet. */
function remove(path: string): Promise<void> {
  return rm(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}
