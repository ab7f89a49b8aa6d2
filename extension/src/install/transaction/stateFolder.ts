import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from '../disk/durableWrite.ts';
import { entryKind, removeIfEmpty } from '../disk/entryKind.ts';
import { linkInTheWay } from '../disk/containment.ts';

/** Makes a folder that git ignores, its own ignore file included. */
export async function makeIgnoredFolder(folder: string): Promise<void> {
  if ((await entryKind(folder)) === 'link') throw linkInTheWay(folder);
  await mkdir(folder, { recursive: true });
  const ignoreFile = path.join(folder, '.gitignore');
  try {
    // Only a fresh file is written: a repository may have brought a link of that name along.
    await writeFile(ignoreFile, '*\n', { flag: 'wx' });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    if ((await entryKind(ignoreFile)) !== 'file') throw linkInTheWay(ignoreFile);
  }
}

/** Removes such a folder when nothing but its ignore file is left in it. */
export async function removeIfUnused(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => ['unknown']);
  if (names.length === 0 || (names.length === 1 && names[0] === '.gitignore')) {
    await rm(path.join(folder, '.gitignore'), { force: true });
    // Another process may have put its lock there just now; then the folder stays.
    await removeIfEmpty(folder);
  }
}
