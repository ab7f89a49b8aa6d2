import { DomainError } from '../../errors/domainError.ts';
import type { SourceTree } from './sources/sourceTree.ts';
import { unreadable } from './unreadable.ts';

/** Names that belong to tools: they hold no skills, and are no part of one. */
export const PASSED_OVER: ReadonlySet<string> = new Set([
  '.DS_Store',
  '.git',
  '.hg',
  '.skill-marketplace',
  '.svn',
  '__MACOSX',
  'node_modules',
]);

/** A file that is a SKILL.md, in any spelling. */
export interface SkillFileFound {
  /** Folder below the root, with `/`; empty for the root itself. */
  folder: string;
  fileName: string;
  /** It is a link, which an import never follows. */
  isLink: boolean;
}

/** A folder that could not be looked into. */
export interface ClosedFolder {
  folder: string;
  message: string;
}

/**
 * Every SKILL.md of a source, sorted by folder, and the folders that could not be looked into; links are
 * not followed. Two spellings in one folder count once.
 */
export async function findSkillFiles(
  tree: SourceTree,
): Promise<{ found: SkillFileFound[]; closed: ClosedFolder[] }> {
  const found: SkillFileFound[] = [];
  const closed: ClosedFolder[] = [];
  const visit = async (folder: string): Promise<void> => {
    const entries = await tree.list(folder).catch((error: unknown) => {
      const failure = unreadable(folder, error);
      if (!(failure instanceof DomainError)) throw failure;
      closed.push({ folder, message: failure.message });
      return [];
    });
    const spellings = entries
      .filter(({ name, kind }) => name.toLowerCase() === 'skill.md' && kind !== 'folder')
      // The right spelling wins.
      .sort((a, b) => Number(b.name === 'SKILL.md') - Number(a.name === 'SKILL.md'));
    const [skillFile] = spellings;
    if (skillFile !== undefined) {
      found.push({ folder, fileName: skillFile.name, isLink: skillFile.kind === 'link' });
    }
    for (const { name, kind } of entries) {
      if (kind !== 'folder' || PASSED_OVER.has(name)) continue;
      await visit(folder === '' ? name : `${folder}/${name}`);
    }
  };
  await visit('');
  found.sort((a, b) => (a.folder < b.folder ? -1 : a.folder > b.folder ? 1 : 0));
  return { found, closed };
}
