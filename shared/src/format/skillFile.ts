import type { Report } from './diagnostics.ts';
import { hidesText } from './hiddenCharacters.ts';
import { comparePaths } from './manifest.ts';
import { splitLines } from './markdownLines.ts';
import type { SourceFile } from './parsedSkill.ts';
import { readText } from './textContent.ts';

/** The only spelling that every agent finds. */
export const SKILL_FILE_NAME = 'SKILL.md';
/** The most of a SKILL.md that is read, in bytes. */
const MAX_SKILL_FILE_BYTES = 1024 * 1024;

/** SKILL.md as text, and whether it loads as far as its name and bytes go. */
export interface SkillFile {
  path: string;
  text: string;
  loads: boolean;
  /** False when there is nothing to repair, or only a part was read: then no repair can keep the body. */
  isMendable: boolean;
}

/** Finds SKILL.md, in any spelling, at the top of the folder and reads it as text; never throws. */
export function readSkillFile(files: readonly SourceFile[], report: Report): SkillFile {
  const found = files
    .filter(({ path }) => path.toLowerCase() === 'skill.md')
    .toSorted((left, right) => comparePaths(left.path, right.path));
  // In code point order the right spelling is the first of all.
  const [file, other] = found;
  if (file === undefined) {
    report('no_skill_file', 'The folder has no SKILL.md.');
    return { path: SKILL_FILE_NAME, text: '', loads: false, isMendable: false };
  }
  if (other !== undefined) {
    report(
      'several_skill_files',
      `The folder has both ${file.path} and ${other.path}; the first counts.`,
    );
  }
  if (file.path !== SKILL_FILE_NAME) {
    report('skill_file_name', `The skill file is spelt ${file.path}; agents look for SKILL.md.`, {
      repaired: 'It was renamed to SKILL.md.',
    });
  }
  const isCut = file.content.length > MAX_SKILL_FILE_BYTES;
  if (isCut) {
    report('skill_file_too_large', 'SKILL.md is larger than 1 MiB; only the first 1 MiB was read.');
  }
  const { text, encoding, hadByteOrderMark } = readText(
    isCut ? wholeCharacters(file.content) : file.content,
  );
  if (encoding !== 'utf-8') {
    report('not_utf8', `SKILL.md is not UTF-8 but ${encoding}.`, {
      repaired: 'It was converted to UTF-8.',
    });
  } else if (hadByteOrderMark) {
    report('byte_order_mark', 'SKILL.md begins with a byte order mark.', {
      repaired: 'It was removed.',
    });
  }
  const isEmpty = saysNothing(text);
  if (isEmpty) report('skill_file_empty', 'SKILL.md is empty.');
  reportCharacters(text, report);
  return {
    path: file.path,
    text,
    loads: file.path === SKILL_FILE_NAME && encoding === 'utf-8' && !hadByteOrderMark,
    isMendable: !isCut && !isEmpty,
  };
}

/** Neither a key of frontmatter nor a word of text: at most white space and the lines around no frontmatter. */
function saysNothing(text: string): boolean {
  return !/[^-\s\p{Cc}\p{Cf}]/u.test(text);
}

/** The first 1 MiB, less the bytes of a UTF-8 character that the cut would split. */
function wholeCharacters(content: Uint8Array): Uint8Array {
  let end = MAX_SKILL_FILE_BYTES;
  while (end > MAX_SKILL_FILE_BYTES - 4 && ((content[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return content.subarray(0, end);
}

function reportCharacters(text: string, report: Report): void {
  const hasNul = text.includes('\0');
  const isHiding = hidesText(text);
  if (!hasNul && !isHiding) return;
  const lines = splitLines(text);
  if (hasNul) {
    const line = lines.findIndex((candidate) => candidate.includes('\0')) + 1;
    report('nul_character', 'SKILL.md has a NUL character.', { line });
  }
  if (isHiding) {
    const line = lines.findIndex(hidesText) + 1;
    report('hidden_characters', 'SKILL.md has invisible or direction-changing characters.', {
      line,
    });
  }
}
