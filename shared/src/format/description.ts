import type { Report } from './diagnostics.ts';
import type { Frontmatter } from './frontmatter.ts';
import { shorten, visibleText } from './hiddenCharacters.ts';

/** The longest description that agents accept (Agent Skills specification). */
const MAX_DESCRIPTION = 1024;

/** One line of 1 to 1,024 characters, and whether agents would take what the frontmatter has. */
export interface Description {
  description: string;
  loads: boolean;
}

/** Takes the frontmatter's description, else the first paragraph of the body, else the display name. */
export function describe(
  { keys, keyLines, unquotedWords }: Frontmatter,
  prose: readonly string[],
  displayName: string,
  report: Report,
): Description {
  const line = keyLines.get('description');
  const written = visibleText(asText(keys['description']));
  if (written === '') {
    const paragraph = firstParagraph(prose);
    report('description_missing', 'The frontmatter has no description.', {
      line,
      repaired: `The ${paragraph === undefined ? 'title' : 'first paragraph'} became the description.`,
    });
    return { description: paragraph ?? displayName, loads: false };
  }
  const isText = typeof keys['description'] === 'string' && !unquotedWords.has('description');
  if (!isText) {
    report('description_not_text', 'The description is not text.', {
      line,
      repaired: 'It was written as text.',
    });
  }
  const { length } = asText(keys['description']).trim();
  if (length > MAX_DESCRIPTION) {
    report(
      'description_too_long',
      `The description has ${length} characters; agents accept 1,024.`,
      {
        line,
        repaired: 'It was cut to 1,024.',
      },
    );
  }
  return {
    description: shorten(written, MAX_DESCRIPTION),
    loads: isText && length <= MAX_DESCRIPTION,
  };
}

function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return value.filter((entry) => typeof entry === 'string').join(' ');
  return '';
}

/** The first run of lines that is prose: no heading, list, table, quote mark, HTML, ruler or picture. */
function firstParagraph(prose: readonly string[]): string | undefined {
  const words: string[] = [];
  for (const text of prose) {
    const line = text.trim().replace(/^>\s?/, '');
    const isProse =
      /[\p{L}\p{N}]/u.test(line) && !/^(?:#|<|\||!\[|\[!|[-*+]\s|\d+[.)]\s|---|===)/.test(line);
    if (isProse) words.push(line);
    else if (words.length > 0) break;
  }
  const paragraph = visibleText(words.join(' ').replace(/\*\*|__|`/g, ''));
  return paragraph === '' ? undefined : shorten(paragraph, MAX_DESCRIPTION);
}
