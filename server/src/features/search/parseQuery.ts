import {
  parseReference,
  SkillType,
  toSlug,
  type ReferenceParts,
  type SkillSearchInput,
} from '@skill-marketplace/shared/contracts';
import { invalidInput } from '../../errors/failures.ts';
import { queryTokens, type QueryToken } from './queryToken.ts';

/** Filters that may be written into a query. */
export type WrittenFilters = Pick<SkillSearchInput, 'tags' | 'publisher' | 'category'> & {
  /** Any of these. */
  skillTypes?: SkillType[];
};

/** A query as it is understood. */
export interface ParsedQuery {
  /** All of it, trimmed, without what the database cannot hold. */
  text: string;
  /** Words and phrases as they were written, without the quotes. */
  asked: string;
  words: QueryToken[];
  /** Words that stand one after the other, between quotes. */
  phrases: QueryToken[][];
  /** Words and phrases that must not be there. */
  excluded: QueryToken[][];
  /** Skills that must not be found, whose references come after a minus. */
  excludedSkills: ReferenceParts[];
  filters: WrittenFilters;
  /** Filters of which none must hold. */
  unwanted: WrittenFilters[];
}

/** A filter (`tag:`), a phrase or a word, each with or without a minus before it. */
const PIECE =
  /(?<minus>(?<![^\s])-)?(?:(?<filter>tag|publisher|category|type):(?:"(?<quoted>[^"]*)"|(?<value>[^\s"]*))|"(?<phrase>[^"]*)"|(?<plain>[^\s"]+|"))/giu;

/** What people call the types of skills. */
const TYPE_NAMES: Readonly<Record<string, SkillType>> = {
  prompt: 'prompt_only',
  python: 'python_code',
  node: 'nodejs',
  javascript: 'nodejs',
};

/**
 * Reads the query language: words, `"a phrase"`, `-not`, `tag:`, `publisher:`, `category:`, `type:`, `-tag:` and so on. Any text is
 * a query; a quote without its other half is none. `invalid_input` at `query` for what no type begins with.
 * `undefined` when there is nothing in it to search for.
 */
export function parseQuery(query: string | undefined): ParsedQuery | undefined {
  // PostgreSQL's text has no NUL, and half a surrogate pair is no character.
  const text = (query ?? '')
    .toWellFormed()
    .replace(/\p{Cc}/gu, ' ')
    .trim();
  const parsed: ParsedQuery = {
    text,
    asked: '',
    words: [],
    phrases: [],
    excluded: [],
    excludedSkills: [],
    filters: {},
    unwanted: [],
  };
  const plain: string[] = [];
  const asked: string[] = [];
  for (const { groups = {} } of text.matchAll(PIECE)) {
    const { minus, filter, quoted, value, phrase } = groups;
    const isExcluded = minus !== undefined;
    const written = phrase ?? quoted ?? value ?? groups['plain'] ?? '';
    const words = queryTokens(written);
    if (words.length === 0) continue;
    if (filter !== undefined) {
      const filters: WrittenFilters = isExcluded ? {} : parsed.filters;
      addFilter(filters, filter, quoted ?? value ?? '');
      if (isExcluded) parsed.unwanted.push(filters);
    } else if (isExcluded) {
      parsed.excluded.push(words);
      const reference = parseReference(written.trim().toLowerCase());
      if (reference !== undefined) parsed.excludedSkills.push(reference);
    } else {
      asked.push(written.trim());
      if (phrase === undefined) plain.push(written);
      else parsed.phrases.push(words);
    }
  }
  parsed.asked = asked.join(' ');
  // Together, so that only the very last word of the query counts as still being typed.
  const isOpen = /[^\s"]$/.test(text) && text.endsWith(plain.at(-1) ?? '\0');
  parsed.words = queryTokens(`${plain.join(' ')}${isOpen ? '' : ' '}`);
  const { words, phrases, excluded, filters, unwanted } = parsed;
  const isEmpty = words.length + phrases.length + excluded.length + unwanted.length === 0;
  return isEmpty && Object.keys(filters).length === 0 ? undefined : parsed;
}

function addFilter(filters: WrittenFilters, name: string, value: string): void {
  const slug = toSlug(value) ?? value;
  switch (name.toLowerCase()) {
    case 'tag':
      // As tags are kept.
      filters.tags = [...(filters.tags ?? []), value.toLowerCase()];
      break;
    case 'publisher':
      filters.publisher = slug;
      break;
    case 'category':
      filters.category = slug;
      break;
    default: {
      const types = typesOf(value.toLowerCase());
      if (types.length === 0) {
        throw invalidInput(
          'query',
          `That names no type: write type: with ${SkillType.options.join(', ')}.`,
        );
      }
      filters.skillTypes = types;
    }
  }
}

/** The types whose name begins so, or is so, since searches are read while they are typed. */
function typesOf(beginning: string): SkillType[] {
  const types = Object.entries(TYPE_NAMES)
    .filter(([name, type]) => name.startsWith(beginning) || type.startsWith(beginning))
    .map(([, type]) => type);
  return [...new Set(types)];
}
