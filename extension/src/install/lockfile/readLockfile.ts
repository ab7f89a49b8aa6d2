import { readFile } from 'node:fs/promises';
import type { Lockfile } from '@skill-marketplace/shared/agents';
import { codeOf } from '../disk/durableWrite.ts';
import type { InstallRoot } from '../installRoot.ts';
import { EMPTY_LOCKFILE, parseLockfile } from './lockfileText.ts';

/**
 * The lockfile of a root; the empty one when there is none.
 *
 * @throws InstallFailure `lockfile_newer`, `lockfile_unreadable`
 */
export async function readLockfile(root: InstallRoot): Promise<Lockfile> {
  try {
    return parseLockfile(await readFile(root.lockfile, 'utf8'), root.lockfile);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return EMPTY_LOCKFILE;
    throw error;
  }
}
