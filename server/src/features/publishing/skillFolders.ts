import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DomainError } from '../../errors/domainError.ts';
import { unreadable } from './unreadable.ts';

/** Names that belong to tools: they hold no skills, and are no part of one. */
export const PASSED_OVER: ReadonlySet<string> = new Set([
  '.DS_Store',
  '.git',
  '.hg',
  '.skill-marketplace',
  '.svn',
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
 * Every SKILL.md below a folder, sorted by folder, and the folders that could not be looked into; links are
 * not followed. Two spellings in one folder count once.
 */
export async function findSkillFiles(
  root: string,
): Promise<{ found: SkillFileFound[]; closed: ClosedFolder[] }> {
  const found: SkillFileFound[] = [];
  const closed: ClosedFolder[] = [];
  const visit = async (folder: string): Promise<void> => {
    const entries = await readdir(join(root, folder), { withFileTypes: true }).catch((error) => {
      const failure = unreadable(folder, error);
      if (!(failure instanceof DomainError)) throw failure;
      closed.push({ folder, message: failure.message });
      return [];
    });
    const spellings = entries
      .filter((entry) => entry.name.toLowerCase() === 'skill.md' && !entry.isDirectory())
      // The right spelling wins.
      .sort((a, b) => Number(b.name === 'SKILL.md') - Number(a.name === 'SKILL.md'));
    const [skillFile] = spellings;
    if (skillFile !== undefined) {
      found.push({ folder, fileName: skillFile.name, isLink: skillFile.isSymbolicLink() });
    }
    for (const entry of entries) {
      if (!entry.isDirectory() || PASSED_OVER.has(entry.name)) continue;
      await visit(folder === '' ? entry.name : `${folder}/${entry.name}`);
    }
  };
  await visit('');
  found.sort((a, b) => (a.folder < b.folder ? -1 : a.folder > b.folder ? 1 : 0));
  return { found, closed };
}
