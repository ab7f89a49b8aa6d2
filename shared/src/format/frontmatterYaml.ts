import { isMap, isScalar, Lexer, LineCounter, parseDocument, Parser, visit } from 'yaml';
import type { Document } from 'yaml';
import { plainValue } from './plainValue.ts';

/** More nesting than this is refused before anything recursive sees it. */
const MAX_DEPTH = 32;

/** A mapping as it was read, or why it could not be. */
export type YamlMapping =
  | { keys: Record<string, unknown>; unquotedWords: ReadonlySet<string> }
  | { problem: string; line: number | undefined };

/**
 * Reads YAML 1.2 whose root is a mapping; never throws. No aliases, no tags, at most
 * 32 levels. Numbers that would lose digits (`1.10`) stay text. `unquotedWords` are the top
 * keys whose value YAML 1.1 readers take for true or false (`name: yes`).
 */
export function readYamlMapping(yaml: string): YamlMapping {
  if (isTooDeep(yaml)) {
    return { problem: `The YAML is nested more than ${MAX_DEPTH} levels.`, line: undefined };
  }
  try {
    const lineCounter = new LineCounter();
    const document = parseDocument(yaml, {
      schema: 'core',
      logLevel: 'silent',
      lineCounter,
      // Making errors pretty takes quadratic time when there are many.
      prettyErrors: false,
      // The library's own check compares every key with every other one.
      uniqueKeys: false,
    });
    const [error] = document.errors;
    if (error !== undefined) {
      return {
        problem: firstSentence(error.message),
        line: lineCounter.linePos(error.pos[0]).line,
      };
    }
    const repeated = repeatedKey(document);
    if (repeated !== undefined) {
      return {
        problem: 'A key stands there twice.',
        line: lineCounter.linePos(repeated).line,
      };
    }
    if (document.contents === null) return { keys: {}, unquotedWords: new Set() };
    if (!isMap(document.contents)) return { problem: 'The YAML is not a mapping.', line: 1 };
    visit(document, {
      Scalar: (_key, node) => {
        const { source, value } = node;
        if (typeof value === 'number' && source !== String(value)) node.value = source;
      },
    });
    const unquotedWords = new Set<string>();
    for (const { key, value } of document.contents.items) {
      if (isUnquotedBoolean(value)) unquotedWords.add(String(key));
    }
    const keys = plainValue(document.toJS({ maxAliasCount: 0 }));
    return { keys: isRecord(keys) ? keys : {}, unquotedWords };
  } catch {
    // The parser throws for aliases over the limit; for hostile input it may run out of stack.
    return { problem: 'The YAML cannot be read.', line: undefined };
  }
}

/** True for a plain object, as YAML mappings become. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const YAML_1_1_BOOLEAN = /^(?:y|n|yes|no|on|off)$/i;

function isUnquotedBoolean(node: unknown): boolean {
  return isScalar(node) && node.type === 'PLAIN' && YAML_1_1_BOOLEAN.test(String(node.value));
}

/** Offset of the first key that its mapping has already, at any level. */
function repeatedKey(document: Document.Parsed): number | undefined {
  let offset: number | undefined;
  visit(document, {
    Map: (_key, { items }) => {
      const keys = new Set<string>();
      for (const { key } of items) {
        const name = isScalar(key) ? String(key.value) : undefined;
        if (name !== undefined && keys.has(name) && isScalar(key)) {
          offset = key.range?.[0] ?? 0;
          return visit.BREAK;
        }
        if (name !== undefined) keys.add(name);
      }
      return undefined;
    },
  });
  return offset;
}

/** The token parser keeps its own stack, so it can look before the composer recurses. */
function isTooDeep(yaml: string): boolean {
  const parser = new Parser();
  for (const lexeme of new Lexer().lex(yaml)) {
    for (const _token of parser.next(lexeme)) {
      // Only the depth is of interest.
    }
    if (parser.stack.length > MAX_DEPTH + 1) return true;
  }
  return false;
}

function firstSentence(message: string): string {
  return `${(message.split('\n', 1)[0] ?? '').slice(0, 200).replace(/[.:]$/, '')}.`;
}
