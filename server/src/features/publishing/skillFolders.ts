import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Folders that belong to tools and never hold skills. */
const PASSED_OVER = new Set(['.git', '.hg', '.svn', 'node_modules', '.skill-marketplace']);

/** A file that is a SKILL.md, in any spelling. */
export interface SkillFileFound {
  /** Folder below the root, with `/`; empty for the root itself. */
  folder: string;
  fileName: string;
  /** It is a link, which an import never follows. */
  isLink: boolean;
}

/** Every SKILL.md below a folder, sorted by folder; links are not followed. Two spellings in one folder count once. */
export async function findSkillFiles(root: string): Promise<SkillFileFound[]> {
  const found: SkillFileFound[] = [];
  const visit = async (folder: string): Promise<void> => {
    const entries = await readdir(join(root, folder), { withFileTypes: true });
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
  return found.sort((a, b) => (a.folder < b.folder ? -1 : a.folder > b.folder ? 1 : 0));
}
