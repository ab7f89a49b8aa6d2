import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { StartupFailure } from '../errors/startupFailure.ts';
import { readSkillFolder, type SkillFolder } from '../features/publishing/readSkillFolder.ts';
import { folderTree } from '../features/publishing/sources/folderTree.ts';

/** A folder with one skill, and the names of the folders that lead to it, its own last. */
export interface NamedFolder extends SkillFolder {
  names: readonly string[];
}

/** Reads the one skill of a folder; what is no such folder is a `StartupFailure` that says what to give. */
export async function readNamedFolder(named: string, path: string): Promise<NamedFolder> {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) throw new StartupFailure(`There is no folder ${named}.`);
  if (!stats.isDirectory()) throw new StartupFailure(noFolder(named));
  const tree = await folderTree(path);
  // Before anything is read: a folder of many skills breaks the limits of one.
  const [skillFile] = (await tree.list(''))
    .filter(({ name, kind }) => name.toLowerCase() === 'skill.md' && kind !== 'folder')
    .sort((a, b) => Number(b.kind === 'file') - Number(a.kind === 'file'));
  if (skillFile === undefined) {
    throw new StartupFailure(
      `${named} has no SKILL.md at its top: publish takes the folder of one skill, and import every skill below a folder.`,
    );
  }
  if (skillFile.kind === 'link') {
    throw new StartupFailure(
      `The ${skillFile.name} of ${named} is a link, and links are not followed.`,
    );
  }
  const { name: fileName } = skillFile;
  const place = { folder: '', fileName, isLink: false, inner: [] };
  return { ...(await readSkillFolder(tree, place)), names: tree.names };
}

function noFolder(named: string): string {
  if (/\.md$/i.test(named)) return `publish takes a folder: give ${dirname(named)}.`;
  const instead = /\.zip$/i.test(named) ? ', and import a .zip' : '';
  return `${named} is no folder: publish takes the folder of one skill${instead}.`;
}
