import { isNode, isScalar, visit } from 'yaml';
import type { LineCounter, Pair } from 'yaml';

/** Where things stand in a YAML mapping; lines from 1. */
export interface YamlLines {
  /** The line of each top key. */
  keys: ReadonlyMap<string, number>;
  /** The line on which a text begins that stands below a top key as a key or a value; the first of several. */
  of(key: string, text: string): number | undefined;
}

/** Looks up the lines of a mapping's entries. */
export function linesOf(items: readonly Pair[], lineCounter: LineCounter): YamlLines {
  const keys = new Map<string, number>();
  const texts = new Map<string, Map<string, number>>();
  for (const { key, value } of items) {
    if (!isScalar(key)) continue;
    const name = String(key.value);
    keys.set(name, lineCounter.linePos(key.range?.[0] ?? 0).line);
    const below = new Map<string, number>();
    texts.set(name, below);
    if (!isNode(value)) continue;
    visit(value, {
      Scalar: (_key, scalar) => {
        const text = String(scalar.value);
        if (!below.has(text)) below.set(text, lineCounter.linePos(scalar.range?.[0] ?? 0).line);
      },
    });
  }
  return { keys, of: (key, text) => texts.get(key)?.get(text) };
}
