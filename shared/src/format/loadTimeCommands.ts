import type { Capability } from '../contracts/index.ts';
import type { Frontmatter } from './frontmatter.ts';
import { shorten, visibleText } from './hiddenCharacters.ts';
import { splitLines } from './markdownLines.ts';

const MAX_DETAIL = 500;

/**
 * Finds the commands that agents run while they load a skill, before anyone reads it: !`command`
 * at the start of a line or after white space, and blocks that open with three backticks and an
 * exclamation mark.
 *
 * Code blocks and code spans do not protect: Claude Code replaces the marker by text alone
 * (anthropics/claude-code issues 39864 and 87730), so an example of the syntax is reported as well.
 */
export function loadTimeCommands({ body, bodyLine }: Frontmatter, path: string): Capability[] {
  return [...between(body, '!`', '`', isAfterSpace), ...between(body, '```!', '```', () => true)]
    .flatMap(({ text, line }) =>
      splitLines(text).map((command, index) => ({ command, line: line + index + bodyLine - 1 })),
    )
    .map(({ command, line }) => ({ detail: shorten(visibleText(command), MAX_DETAIL), line }))
    .filter(({ detail }) => detail !== '')
    .map(({ detail, line }): Capability => ({ kind: 'load_time_command', detail, path, line }));
}

/** By hand and only forward, so that a text of opening markers alone stays linear. */
function between(
  body: string,
  opening: string,
  closing: string,
  counts: (body: string, at: number) => boolean,
): { text: string; line: number }[] {
  const found: { text: string; line: number }[] = [];
  let line = 1;
  let counted = 0;
  for (let at = body.indexOf(opening); at !== -1; at = body.indexOf(opening, at + 1)) {
    if (!counts(body, at)) continue;
    const start = at + opening.length;
    const end = body.indexOf(closing, start);
    if (end === -1) break;
    for (; counted < at; counted += 1) if (body.charAt(counted) === '\n') line += 1;
    found.push({ text: body.slice(start, end), line });
    at = end;
  }
  return found;
}

function isAfterSpace(body: string, at: number): boolean {
  return at === 0 || /\s/.test(body.charAt(at - 1));
}
