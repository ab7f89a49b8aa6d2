import type { NewFile } from '../../storage/bundle.repository.ts';
import type { Candidate } from './candidates.ts';
import { FileCollector, unsafePath } from './fileCollector.ts';
import { PASSED_OVER } from './skillFolders.ts';
import type { SourceTree } from './sources/sourceTree.ts';

/** The files of a skill, and the links that were left out. */
export interface SkillFolder {
  files: NewFile[];
  links: string[];
}

/**
 * Reads a skill's folder: regular files only, no links, no tools' folders, no other skills inside it.
 * Over a limit it is `too_large`, with a name that would harm somebody `unsafe_archive`; nothing is kept then.
 */
export async function readSkillFolder(
  tree: SourceTree,
  { folder, inner }: Candidate,
): Promise<SkillFolder> {
  const collector = new FileCollector();
  const links: string[] = [];
  const visit = async (below: string): Promise<void> => {
    for (const { name, kind } of await tree.list(joined(folder, below))) {
      const path = joined(below, name);
      if (PASSED_OVER.has(name)) continue;
      if (kind === 'link') links.push(path);
      else if (kind === 'folder') {
        if (!inner.includes(joined(folder, path))) await visit(path);
      } else if (kind === 'file') {
        collector.checkPath(path);
        const file = await tree.read(joined(folder, path), (size) => {
          collector.checkSize(path, size);
        });
        if (file === undefined) throw unsafePath(path, 'It is no file any more.');
        collector.add({ path, ...file });
      } else throw unsafePath(path, 'It is neither a file nor a folder.');
    }
  };
  await visit('');
  return { files: collector.files(), links };
}

function joined(folder: string, below: string): string {
  return folder === '' ? below : below === '' ? folder : `${folder}/${below}`;
}
