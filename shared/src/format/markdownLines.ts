/** A fenced code block; `line` is that of the opening fence, from 1. */
export interface CodeFence {
  /** First word after the fence, lower case; empty when there is none. */
  language: string;
  content: string;
  line: number;
}

/** A text's lines outside its code blocks, and the blocks. */
export interface MarkdownLines {
  /** Of blank lines in a row the first only. */
  prose: string[];
  fences: CodeFence[];
}

// Linear on any line: a marker is taken whole or not at all, and the white space after it is trimmed later.
const FENCE = /^[ \t]*(`{3,}(?!`)|~{3,}(?!~))([^`]*)$/;

/** Tells prose from fenced code in one pass; a block that is never closed goes on to the end. */
export function readMarkdown(text: string): MarkdownLines {
  const prose: MarkdownLines['prose'] = [];
  const fences: CodeFence[] = [];
  let open: { marker: string; language: string; line: number; content: string[] } | undefined;
  const close = (): void => {
    if (open === undefined) return;
    fences.push({ language: open.language, content: open.content.join('\n'), line: open.line });
    open = undefined;
  };
  for (const [index, line] of splitLines(text).entries()) {
    const [, marker = '', info = ''] = FENCE.exec(line) ?? [];
    if (open !== undefined) {
      if (marker.startsWith(open.marker) && info.trim() === '') close();
      else open.content.push(line);
    } else if (marker === '') {
      if (line.trim() !== '' || prose.at(-1)?.trim() !== '') prose.push(line);
    } else {
      const language =
        info
          .trim()
          .split(/[\s{,]/, 1)[0]
          ?.toLowerCase() ?? '';
      open = { marker, language, line: index + 1, content: [] };
    }
  }
  close();
  return { prose, fences };
}

/** The lines of a text, whichever line ends it has. */
export function splitLines(text: string): string[] {
  return text.split(/\r\n|\n|\r/);
}
