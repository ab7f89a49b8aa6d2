import { stringify } from 'yaml';
import type { Frontmatter } from './frontmatter.ts';

/**
 * A whole SKILL.md: `name` and `description` first, then every other key that was readable, then
 * the body as it stands. Read again it needs no repair.
 */
export function writeSkillFile(
  { keys, body }: Frontmatter,
  { name, description }: { name: string; description: string },
): string {
  const { name: _name, description: _description, ...others } = keys;
  // `compat`: what a YAML 1.1 reader would take for something else is quoted too.
  const yaml = stringify(
    { name, description, ...others },
    { lineWidth: 0, compat: 'yaml-1.1', aliasDuplicateObjects: false },
  );
  const lineEnd = body.includes('\r\n') ? '\r\n' : '\n';
  return `---\n${yaml}---\n`.replaceAll('\n', lineEnd) + body;
}
