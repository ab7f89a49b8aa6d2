import { isRecord, readYamlMapping } from './frontmatterYaml.ts';

/**
 * Reads frontmatter that is not valid YAML, entry by entry: what is valid stays, what is not is
 * read as one line of text (`description: Use when: …`, `description: | Use when…`), nested
 * entries likewise one level down, and what is no entry is dropped. A key written twice keeps
 * its last value. Linear: each line is parsed a fixed number of times.
 */
export function salvageEntries(yaml: string): Record<string, unknown> {
  return salvage(yaml.split(/\r?\n/).map(withoutTabs), 'nested too', { left: MAX_READ });
}

/** The most entries that are tried as YAML; those after them are read as text. A broken one may cost 300 µs. */
const MAX_READ = 500;

interface Entry {
  key: string;
  lines: string[];
}

function salvage(
  lines: readonly string[],
  depth: 'nested too' | 'flat',
  budget: { left: number },
): Record<string, unknown> {
  const values = entriesOf(lines).map((entry): [string, unknown] => {
    const words = plainWords(entry);
    if (words !== undefined) return [entry.key, words];
    budget.left -= 1;
    const read = budget.left < 0 ? undefined : readYamlMapping(entry.lines.join('\n'));
    if (read !== undefined && 'keys' in read && Object.keys(read.keys).length === 1) {
      return [entry.key, Object.values(read.keys)[0]];
    }
    return [
      entry.key,
      asText(entry) ?? (depth === 'nested too' ? nested(entry, budget) : undefined),
    ];
  });
  return Object.fromEntries(
    values.filter(([key, value]) => key !== '__proto__' && value !== undefined),
  );
}

/** An entry begins at a line of least indentation with a key; deeper, blank and list lines belong to the one before. */
function entriesOf(lines: readonly string[]): Entry[] {
  const indent = indentation(lines.find((line) => line.trim() !== '') ?? '');
  const entries: Entry[] = [];
  for (const line of lines) {
    const key = indentation(line) <= indent ? keyOf(line) : undefined;
    if (key !== undefined) entries.push({ key, lines: [line.trimStart()] });
    else if (!line.startsWith('#')) entries.at(-1)?.lines.push(line);
  }
  return entries;
}

function keyOf(line: string): string | undefined {
  return /^\s*["']?([A-Za-z_][\w-]{0,99})["']?\s*:(?:\s|$)/.exec(line)?.[1];
}

/** Letters, digits and the punctuation of a sentence; no word that YAML takes for something else. */
const PLAIN_WORDS = /^(?!(?:true|false|null)$)[a-z][\w .,/():-]*$/i;

/** What YAML takes for text, or refuses for its colon alone: read without it, since there may be thousands. */
function plainWords({ lines }: Entry): string | undefined {
  const [line = ''] = lines;
  const value = line.slice(line.indexOf(':') + 1).trim();
  return lines.length === 1 && PLAIN_WORDS.test(value) ? value : undefined;
}

/** The words of an entry whose value starts on the key's own line. */
function asText({ lines }: Entry): string | undefined {
  const [first = '', ...more] = lines;
  const value = first.slice(first.indexOf(':') + 1).trim();
  if (value === '') return undefined;
  const words = [value.replace(/^[|>][-+0-9]*(?:\s|$)/, ''), ...more.map((line) => line.trim())];
  return unquoted(words.filter((word) => word !== '').join(' '));
}

function unquoted(text: string): string {
  const quote = text[0];
  const isQuoted = text.length > 1 && (quote === '"' || quote === "'") && text.endsWith(quote);
  return isQuoted ? text.slice(1, -1) : text;
}

function nested({ lines }: Entry, budget: { left: number }): Record<string, unknown> | undefined {
  const inner = salvage(lines.slice(1), 'flat', budget);
  return isRecord(inner) && Object.keys(inner).length > 0 ? inner : undefined;
}

/** YAML forbids tabs as indentation. */
function withoutTabs(line: string): string {
  if (!line.includes('\t')) return line;
  const indent = indentation(line);
  return line.slice(0, indent).replaceAll('\t', '  ') + line.slice(indent);
}

function indentation(line: string): number {
  return line.length - line.trimStart().length;
}
