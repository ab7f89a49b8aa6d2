import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { temporaryFolder, type TemporaryFolder } from './temporaryFolder.ts';

/** Files by path: text, bytes, or a symbolic link to somewhere. */
export type FileTree = Readonly<Record<string, string | Uint8Array | { link: string }>>;

/** What a SKILL.md says; everything else in `frontmatter` is written as JSON, which YAML reads. */
export interface SkillText {
  name: string;
  description?: string;
  frontmatter?: Readonly<Record<string, unknown>>;
  body?: string;
}

/**
 * Writes the text of a valid SKILL.md.
 *
 * @example skillText({ name: 'deploy', frontmatter: { metadata: { version: '1.2.0' } } })
 */
export function skillText({ name, description, frontmatter = {}, body }: SkillText): string {
  const keys = { name, description: description ?? `Does ${name}.`, ...frontmatter };
  const lines = Object.entries(keys).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
  return `---\n${lines.join('\n')}\n---\n${body ?? `# ${name}\n`}`;
}

/** Writes files and links below a folder. */
export async function writeFiles(folder: string, tree: FileTree): Promise<void> {
  for (const [path, content] of Object.entries(tree)) {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    if (typeof content === 'string' || content instanceof Uint8Array)
      await writeFile(file, content);
    else await symlink(content.link, file);
  }
}

/** A temporary folder that holds the files. */
export async function folderOf(tree: FileTree): Promise<TemporaryFolder> {
  const folder = await temporaryFolder('skills');
  await writeFiles(folder.path, tree);
  return folder;
}
