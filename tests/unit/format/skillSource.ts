import { parseSkill } from '@skill-marketplace/shared/format';
import type { ParsedSkill, SkillSource } from '@skill-marketplace/shared/format';

/** A skill's folder of text files. */
export function skillSource(files: Record<string, string>, folderName = 'folder'): SkillSource {
  return {
    folderName,
    files: Object.entries(files).map(([path, text]) => ({
      path,
      content: new TextEncoder().encode(text),
    })),
  };
}

/** Parses a SKILL.md, with other files beside it. */
export function parse(
  skillFile: string,
  others: Record<string, string> = {},
  folderName = 'folder',
): ParsedSkill {
  return parseSkill(skillSource({ 'SKILL.md': skillFile, ...others }, folderName));
}

/** Parses a SKILL.md of `name: demo`, a description and these lines of frontmatter. */
export function parseWith(frontmatter: string, others: Record<string, string> = {}): ParsedSkill {
  return parse(
    `---\nname: demo\ndescription: Shows things.\n${frontmatter}\n---\nBody.\n`,
    others,
    'demo',
  );
}

/** The codes of the diagnostics, in their order. */
export function codes({ diagnostics }: ParsedSkill): string[] {
  return diagnostics.map(({ code }) => code);
}
