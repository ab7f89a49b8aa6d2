import { lstat, rmdir } from 'node:fs/promises';
import { codeOf } from './durableWrite.ts';

/** What stands at a path; links are not followed. */
export type EntryKind = 'file' | 'folder' | 'link' | 'other';

/** The kind of what stands at the path, `undefined` when nothing does. */
export async function entryKind(place: string): Promise<EntryKind | undefined> {
  try {
    const stats = await lstat(place);
    if (stats.isSymbolicLink()) return 'link';
    if (stats.isDirectory()) return 'folder';
    return stats.isFile() ? 'file' : 'other';
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return undefined;
    throw error;
  }
}

/** Removes a folder if it is there and empty; says whether it did. */
export async function removeIfEmpty(folder: string): Promise<boolean> {
  return rmdir(folder).then(
    () => true,
    () => false,
  );
}
