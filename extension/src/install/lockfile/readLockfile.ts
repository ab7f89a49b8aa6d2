import { readFile, stat } from 'node:fs/promises';
import type { Lockfile } from '@skill-marketplace/shared/agents';
import { codeOf } from '../disk/durableWrite.ts';
import { entryKind } from '../disk/entryKind.ts';
import type { InstallRoot } from '../installRoot.ts';
import { EMPTY_LOCKFILE, parseLockfile, unreadableLockfile } from './lockfileText.ts';

/** Bytes; some 10,000 installed skills. */
const LARGEST_BYTES = 8 * 1024 * 1024;

/**
 * The lockfile of a root; the empty one when there is none.
 *
 * @throws InstallFailure `lockfile_newer`, `lockfile_unreadable`
 */
export async function readLockfile(root: InstallRoot): Promise<Lockfile> {
  // A repository may bring a link to anything along, or a file without an end.
  const kind = await entryKind(root.lockfile);
  if (kind === undefined) return EMPTY_LOCKFILE;
  if (kind !== 'file') throw unreadableLockfile(root.lockfile, 'it is no regular file');
  if ((await stat(root.lockfile)).size > LARGEST_BYTES) {
    throw unreadableLockfile(root.lockfile, 'it is too large');
  }
  try {
    return parseLockfile(await readFile(root.lockfile, 'utf8'), root.lockfile);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return EMPTY_LOCKFILE;
    throw error;
  }
}
