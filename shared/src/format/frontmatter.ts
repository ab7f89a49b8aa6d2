import type { Report } from './diagnostics.ts';
import { splitFrontmatter } from './frontmatterBlock.ts';
import { salvageEntries } from './frontmatterRepair.ts';
import { readYamlMapping } from './frontmatterYaml.ts';
import { plainText } from './plainValue.ts';

/** The most of a frontmatter that is read, in bytes of UTF-8. */
const MAX_FRONTMATTER_BYTES = 256 * 1024;

/** What the frontmatter says and whether every agent would read it so. */
export interface Frontmatter {
  keys: Record<string, unknown>;
  /** Top keys whose value some YAML readers take for a number, or for true or false. */
  unquotedWords: ReadonlySet<string>;
  /** Line of each top key in the file, from 1. */
  keyLines: ReadonlyMap<string, number>;
  /** Line on which a text below a top key begins; `undefined` where the YAML is not valid. */
  lineOf: (key: string, value: string) => number | undefined;
  /** False when an agent would find no frontmatter, or could not parse it. */
  loads: boolean;
  body: string;
  bodyLine: number;
}

/** Reads the frontmatter of a SKILL.md text (without byte order mark), repairing what it can; never throws. */
export function readFrontmatter(text: string, report: Report): Frontmatter {
  const block = splitFrontmatter(text);
  const none: Frontmatter = {
    keys: {},
    unquotedWords: new Set(),
    keyLines: new Map(),
    lineOf: () => undefined,
    loads: false,
    body: text,
    bodyLine: 1,
  };
  if (block.state === 'missing') {
    report('no_frontmatter', 'SKILL.md has no frontmatter.', {
      repaired: 'Frontmatter was added.',
    });
    return none;
  }
  const { body, bodyLine } = block;
  if (isTooLarge(block.yaml)) {
    const isClosed = block.state === 'closed';
    report('frontmatter_too_large', 'The frontmatter is larger than 256 KiB and was not read.', {
      line: block.yamlLine - 1,
      repaired: isClosed ? 'It was replaced.' : 'It was taken for text, having no end.',
    });
    return isClosed ? { ...none, body, bodyLine } : none;
  }
  const yaml = plainText(block.yaml);
  const read = readYamlMapping(yaml);
  const keys = 'keys' in read ? read.keys : salvageEntries(yaml);
  if (Object.keys(keys).length === 0 && yaml.trim() !== '') {
    // Prose between two rulers, then: nothing of it may be lost.
    report('no_frontmatter', 'What stands between the --- lines is no frontmatter.', {
      line: block.yamlLine,
      repaired: 'Frontmatter was added and the text kept.',
    });
    return none;
  }
  const hasNul = block.yaml.includes('\0');
  if (hasNul) {
    report('nul_in_frontmatter', 'The frontmatter has a NUL character, which YAML forbids.', {
      line: block.yaml.slice(0, block.yaml.indexOf('\0')).split('\n').length + block.yamlLine - 1,
      repaired: 'It was dropped.',
    });
  }
  if ('problem' in read) {
    report('invalid_yaml', `The frontmatter is not valid YAML: ${read.problem}`, {
      line: (read.line ?? 1) + block.yamlLine - 1,
      repaired: 'Its entries were read one by one.',
    });
  }
  if (block.state === 'unclosed') {
    report('unclosed_frontmatter', 'The frontmatter has no closing --- line.', {
      line: block.yamlLine - 1,
      repaired: 'It was closed before the first line that is not part of it.',
    });
  }
  if (block.blankLinesBefore > 0) {
    report('leading_blank_lines', 'Blank lines stand before the frontmatter.', {
      line: 1,
      repaired: 'They were removed.',
    });
  }
  const isValid = 'keys' in read;
  const inFile = (line: number): number => line + block.yamlLine - 1;
  return {
    keys,
    unquotedWords: isValid ? read.unquotedWords : new Set(),
    keyLines: new Map([
      ...linesOfKeys(block.yaml, block.yamlLine),
      ...[...(isValid ? read.lines.keys : [])].map(([key, line]) => [key, inFile(line)] as const),
    ]),
    lineOf: (key, value) => {
      const line = isValid ? read.lines.of(key, value) : undefined;
      return line === undefined ? undefined : inFile(line);
    },
    loads: isValid && !hasNul && block.state === 'closed' && block.blankLinesBefore === 0,
    body,
    bodyLine,
  };
}

function isTooLarge(yaml: string): boolean {
  // A UTF-16 unit makes at most three bytes, so most need no count.
  return (
    yaml.length * 3 > MAX_FRONTMATTER_BYTES &&
    new TextEncoder().encode(yaml).length > MAX_FRONTMATTER_BYTES
  );
}

/** By their look alone, so that there are lines where the YAML is not valid, too. */
function linesOfKeys(yaml: string, firstLine: number): Map<string, number> {
  const lines = new Map<string, number>();
  for (const [index, line] of yaml.split('\n').entries()) {
    const key = /^["']?([\w-]+)["']?\s*:/.exec(line)?.[1];
    if (key !== undefined) lines.set(key, index + firstLine);
  }
  return lines;
}
