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
  const lines = text.split('\n');
  const opening = lines.findIndex((line) => line.trim() !== '');
  if (opening === -1 || lines[opening]?.trimEnd() !== '---') {
    return {
      state: 'missing',
      yaml: '',
      body: text,
      yamlLine: 1,
      bodyLine: 1,
      blankLinesBefore: 0,
    };
  }
  const start = opening + 1;
  const closing = lines.findIndex((line, index) => index >= start && line.trimEnd() === '---');
  const isClosed = closing !== -1;
  const end = isClosed ? closing : endOfUnclosed(lines, start);
  const bodyStart = isClosed ? end + 1 : end;
  return {
    state: isClosed ? 'closed' : 'unclosed',
    // With the last line end too: a YAML reader takes the CR of a cut CRLF for text.
    yaml: lines
      .slice(start, end)
      .map((line) => `${line}\n`)
      .join(''),
    body: lines.slice(bodyStart).join('\n'),
    yamlLine: start + 1,
    bodyLine: bodyStart + 1,
    blankLinesBefore: opening,
  };
}

function endOfUnclosed(lines: readonly string[], start: number): number {
  const end = lines.findIndex(
    (line, index) => index >= start && (line.trim() === '' || /^#{1,6}\s/.test(line)),
  );
  return end === -1 ? lines.length : end;
}
