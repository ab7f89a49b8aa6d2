import { Composer, isMap, isScalar, Lexer, LineCounter, Parser, visit } from 'yaml';
import type { CST, Document } from 'yaml';
import { plainValue } from './plainValue.ts';
import { linesOf, type YamlLines } from './yamlLines.ts';

/** More nesting than this is refused before anything recursive sees it. */
const MAX_DEPTH = 32;
/** More parts (names, values, punctuation, runs of spaces) than this are refused: each may cost an error. */
const MAX_PARTS = 10_000;

/** A mapping as it was read, or why it could not be. */
export type YamlMapping =
  | { keys: Record<string, unknown>; unquotedWords: ReadonlySet<string>; lines: YamlLines }
  | { problem: string; line: number | undefined };

/**
 * Reads YAML 1.2 whose root is a mapping; never throws. No aliases, no tags, at most
 * 32 levels and 10,000 parts, so what it costs is bounded. Numbers that would lose digits
 * (`1.10`) stay text. `unquotedWords` are the top keys whose value some reader takes for a
 * number, or for true or false (`name: 1e3`, `name: yes`).
 */
export function readYamlMapping(yaml: string): YamlMapping {
  try {
    const lineCounter = new LineCounter();
    const tokens = tokensOf(yaml, lineCounter);
    if (typeof tokens === 'string') return { problem: tokens, line: undefined };
    const document = compose(tokens, yaml.length);
    if (document === undefined) return { problem: 'The YAML cannot be read.', line: undefined };
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
    const { contents } = document;
    if (contents === null) {
      return { keys: {}, unquotedWords: new Set(), lines: linesOf([], lineCounter) };
    }
    if (!isMap(contents)) return { problem: 'The YAML is not a mapping.', line: 1 };
    const unquotedWords = new Set(
      contents.items.filter(({ value }) => isUnquotedWord(value)).map(({ key }) => String(key)),
    );
    visit(document, {
      Scalar: (_key, node) => {
        const { source, value } = node;
        if (typeof value === 'number' && source !== String(value)) node.value = source;
      },
    });
    const keys = plainValue(document.toJS({ maxAliasCount: 0 }));
    return {
      keys: isRecord(keys) ? keys : {},
      unquotedWords,
      lines: linesOf(contents.items, lineCounter),
    };
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

function isUnquotedWord(node: unknown): boolean {
  if (!isScalar(node) || node.type !== 'PLAIN') return false;
  return typeof node.value === 'number' || YAML_1_1_BOOLEAN.test(String(node.value));
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

/** The syntax tree, or why it is refused; the token parser keeps its own stack, so it can look before the composer recurses. */
function tokensOf(yaml: string, lineCounter: LineCounter): CST.Token[] | string {
  lineCounter.addNewLine(0);
  const parser = new Parser(lineCounter.addNewLine);
  const tokens: CST.Token[] = [];
  let parts = 0;
  for (const lexeme of new Lexer().lex(yaml)) {
    tokens.push(...parser.next(lexeme));
    parts += 1;
    if (parts > MAX_PARTS) return `The YAML has more than ${MAX_PARTS} parts.`;
    if (parser.stack.length > MAX_DEPTH + 1) {
      return `The YAML is nested more than ${MAX_DEPTH} levels.`;
    }
  }
  tokens.push(...parser.end());
  return tokens;
}

/** The first document. */
function compose(tokens: CST.Token[], length: number): Document.Parsed | undefined {
  const composer = new Composer({
    schema: 'core',
    logLevel: 'silent',
    // Making errors pretty takes quadratic time when there are many.
    prettyErrors: false,
    // The library's own check compares every key with every other one.
    uniqueKeys: false,
  });
  const [document] = composer.compose(tokens, true, length);
  return document;
}

function firstSentence(message: string): string {
  return `${(message.split('\n', 1)[0] ?? '').slice(0, 200).replace(/[.:]$/, '')}.`;
}
