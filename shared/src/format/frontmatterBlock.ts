/** Where the frontmatter of a SKILL.md is and where the body begins. */
export interface FrontmatterBlock {
  state: 'closed' | 'unclosed' | 'missing';
  /** Between the delimiters, each line with its end; empty when missing. */
  yaml: string;
  /** After the closing delimiter's line, as it stands. */
  body: string;
  /** The line of the file that `yaml` begins on, from 1. */
  yamlLine: number;
  /** The line of the file that `body` begins on, from 1. */
  bodyLine: number;
  /** Agents look for the opening delimiter in the very first line. */
  blankLinesBefore: number;
}

/**
 * Splits a text (without a byte order mark) at its `---` lines, by hand and in one pass: a
 * library that reads `---js` runs code. Frontmatter that is never closed ends before the first
 * line that cannot belong to it: a blank one or a heading.
 */
export function splitFrontmatter(text: string): FrontmatterBlock {
  const opening = findLine(text, { start: 0, line: 1 }, (line) => line.trim() !== '');
  if (opening === undefined || opening.text.trimEnd() !== '---') {
    return {
      state: 'missing',
      yaml: '',
      body: text,
      yamlLine: 1,
      bodyLine: 1,
      blankLinesBefore: 0,
    };
  }
  const first = { start: opening.end, line: opening.line + 1 };
  const closing = findLine(text, first, (line) => line.trimEnd() === '---');
  const next = closing ?? findLine(text, first, endsUnclosed);
  const yaml = text.slice(first.start, next?.start);
  return {
    state: closing === undefined ? 'unclosed' : 'closed',
    // With the last line end too: a YAML reader takes the CR of a cut CRLF for text.
    yaml: yaml === '' || yaml.endsWith('\n') ? yaml : `${yaml}\n`,
    body: next === undefined ? '' : text.slice(closing === undefined ? next.start : next.end),
    yamlLine: first.line,
    bodyLine: closing === undefined ? (next?.line ?? first.line) : closing.line + 1,
    blankLinesBefore: opening.line - 1,
  };
}

function endsUnclosed(line: string): boolean {
  return line.trim() === '' || /^#{1,6}\s/.test(line);
}

/** A line without its end; `start` and `end` as offsets, the latter behind the line's end. */
interface Line {
  text: string;
  line: number;
  start: number;
  end: number;
}

/** The first line from there that is looked for. */
function findLine(
  text: string,
  from: { start: number; line: number },
  isIt: (line: string) => boolean,
): Line | undefined {
  let { start, line } = from;
  while (start <= text.length) {
    const lineEnd = text.indexOf('\n', start);
    const end = lineEnd === -1 ? text.length : lineEnd;
    const found = text.slice(start, end);
    if (isIt(found)) return { text: found, line, start, end: Math.min(end + 1, text.length) };
    start = end + 1;
    line += 1;
  }
  return undefined;
}
