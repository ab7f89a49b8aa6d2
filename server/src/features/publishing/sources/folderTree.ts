import { constants, open, readdir } from 'node:fs/promises';
import type { Dirent } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { commitOf } from '../gitCommit.ts';
import type { SourceEntry, SourceTree } from './sourceTree.ts';

/** A folder on this machine, as it is while it is read; no link is followed below its root. */
export async function folderTree(folder: string): Promise<SourceTree> {
  const root = resolve(folder);
  const commit = await commitOf(root);
  return {
    names: root.split(sep).filter((name) => name !== ''),
    origin: commit === undefined ? {} : { commit },
    async list(below) {
      const entries = await readdir(join(root, below), { withFileTypes: true });
      return entries.map((entry) => ({ name: entry.name, kind: kindOf(entry) }));
    },
    async read(path, checkSize) {
      // Neither a link nor a pipe that somebody put in its place meanwhile.
      await using file = await open(
        join(root, path),
        constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK,
      );
      const stats = await file.stat();
      if (!stats.isFile()) return undefined;
      checkSize(stats.size);
      return { content: await file.readFile(), executable: false };
    },
  };
}

function kindOf(entry: Dirent): SourceEntry['kind'] {
  if (entry.isSymbolicLink()) return 'link';
  if (entry.isDirectory()) return 'folder';
  return entry.isFile() ? 'file' : 'other';
}
