import { mkdir, open, readFile, rm, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { linkInTheWay } from '../disk/containment.ts';
import { codeOf } from '../disk/durableWrite.ts';
import { entryKind } from '../disk/entryKind.ts';
import { InstallFailure } from '../installFailure.ts';
import type { InstallRoot } from '../installRoot.ts';
import { makeIgnoredFolder, removeIfUnused } from './stateFolder.ts';

/** How long to wait for another window before giving up. */
const PATIENCE_MS = 15_000;
const RETRY_MS = 50;
/** A holder touches its lock this often; one that was not touched for STALE_MS has no living holder. */
const HEARTBEAT_MS = 2_000;
const STALE_MS = 20_000;

/**
 * Runs a change of a root while no other window, process or call changes it.
 *
 * @throws InstallFailure `busy` when the other does not end within 15 seconds
 */
export async function withRootLock<T>(
  root: InstallRoot,
  signal: AbortSignal | undefined,
  change: () => Promise<T>,
): Promise<T> {
  if ((await entryKind(root.stateFolder)) === 'link') throw linkInTheWay(root.stateFolder);
  const file = path.join(root.stateFolder, 'lock');
  const owner = `${process.pid} ${hostname()} ${randomUUID()}`;
  await acquire(file, owner, signal);
  const heartbeat = setInterval(() => {
    const now = new Date();
    utimes(file, now, now).catch(() => undefined);
  }, HEARTBEAT_MS);
  heartbeat.unref();
  try {
    await makeIgnoredFolder(root.stateFolder);
    return await change();
  } finally {
    clearInterval(heartbeat);
    await release(file, owner);
    await removeIfUnused(root.stateFolder);
  }
}

async function acquire(
  file: string,
  owner: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await create(file, owner))) {
    if (await isStale(file)) {
      await removeStale(file);
    } else if (Date.now() > deadline) {
      throw new InstallFailure('busy', 'Another window is changing skills here. Try again.', {
        path: file,
      });
    } else {
      await sleep(RETRY_MS, undefined, signal === undefined ? {} : { signal });
    }
  }
}

/** Makes the file with its owner's name; `false` when it is there already. */
async function create(file: string, owner: string): Promise<boolean> {
  try {
    await mkdir(path.dirname(file), { recursive: true });
    const handle = await open(file, 'wx');
    try {
      await handle.writeFile(owner);
    } finally {
      await handle.close();
    }
    return true;
  } catch (error) {
    // ENOENT: the holder removed the empty folder just now. EPERM: Windows, while a file is going away.
    if (['EEXIST', 'ENOENT'].includes(codeOf(error) ?? '')) return false;
    if (process.platform === 'win32' && codeOf(error) === 'EPERM') return false;
    throw error;
  }
}

async function isStale(file: string): Promise<boolean> {
  try {
    const [pid, host] = (await readFile(file, 'utf8')).split(' ');
    if (Date.now() - (await stat(file)).mtimeMs > STALE_MS) return true;
    return host === hostname() && pid !== undefined && !isAlive(Number(pid));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}

/**
 * Removes a lock without a living holder. Two processes may see the same stale lock: the second must
 * not remove the lock that the first has made by then, so only one at a time looks again and removes.
 */
async function removeStale(file: string): Promise<void> {
  const guard = `${file}.stale`;
  if (!(await create(guard, ''))) {
    if (await isStale(guard)) await rm(guard, { force: true });
    await sleep(RETRY_MS);
    return;
  }
  try {
    if (await isStale(file)) await rm(file, { force: true });
  } finally {
    await rm(guard, { force: true });
  }
}

/** Only one's own lock: after a long sleep of the machine another may hold it. */
async function release(file: string, owner: string): Promise<void> {
  const holder = await readFile(file, 'utf8').catch(() => undefined);
  if (holder === owner) await rm(file, { force: true });
}

function isAlive(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}
