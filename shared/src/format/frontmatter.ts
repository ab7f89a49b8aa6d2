import type { Report } from './diagnostics.ts';
import { splitFrontmatter } from './frontmatterBlock.ts';
import { salvageEntries } from './frontmatterRepair.ts';
import { readYamlMapping } from './frontmatterYaml.ts';
import { plainText } from './plainValue.ts';

/** The most of a frontmatter that is read, in UTF-16 units (256 KiB of ASCII). */
const MAX_FRONTMATTER_LENGTH = 256 * 1024;

/** What the frontmatter says and whether every agent would read it so. */
export interface Frontmatter {
  keys: Record<string, unknown>;
  /** Top keys whose text value YAML 1.1 readers take for true or false. */
  unquotedWords: ReadonlySet<string>;
  /** Line of each top key in the file, from 1. */
  keyLines: ReadonlyMap<string, number>;
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
  if (block.yaml.length > MAX_FRONTMATTER_LENGTH) {
    report('frontmatter_too_large', 'The frontmatter is larger than 256 KiB and was not read.', {
      repaired: 'It was replaced.',
    });
    return { ...none, body, bodyLine };
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
  return {
    keys,
    unquotedWords: 'keys' in read ? read.unquotedWords : new Set(),
    keyLines: linesOfKeys(block.yaml, block.yamlLine),
    loads: 'keys' in read && block.state === 'closed' && block.blankLinesBefore === 0,
    body,
    bodyLine,
  };
}

function linesOfKeys(yaml: string, firstLine: number): Map<string, number> {
  const lines = new Map<string, number>();
  for (const [index, line] of yaml.split('\n').entries()) {
    const key = /^["']?([\w-]+)["']?\s*:/.exec(line)?.[1];
    if (key !== undefined) lines.set(key, index + firstLine);
  }
  return lines;
}
