import { SkillType, toSlug, type SkillSearchInput } from '@skill-marketplace/shared/contracts';
import { invalidInput } from '../../errors/failures.ts';
import { queryTokens, type QueryToken } from './queryToken.ts';

/** Filters that may be written into a query. */
type WrittenFilters = Pick<SkillSearchInput, 'tags' | 'publisher' | 'category' | 'skillType'>;

/** A query as it is understood. */
export interface ParsedQuery {
  /** All of it, trimmed, without what the database cannot hold. */
  text: string;
  words: QueryToken[];
  /** Words that stand one after the other, between quotes. */
  phrases: QueryToken[][];
  /** Words and phrases that must not be there. */
  excluded: QueryToken[][];
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
 * a query; a quote without its other half is none. `invalid_input` at `query` for a type that does not exist,
 * or a beginning of several.
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
    words: [],
    phrases: [],
    excluded: [],
    filters: {},
    unwanted: [],
  };
  const plain: string[] = [];
  for (const { groups = {} } of text.matchAll(PIECE)) {
    const { minus, filter, quoted, value, phrase } = groups;
    const isExcluded = minus !== undefined;
    const words = queryTokens(phrase ?? quoted ?? value ?? groups['plain'] ?? '');
    if (words.length === 0) continue;
    if (filter !== undefined) {
      const filters: WrittenFilters = isExcluded ? {} : parsed.filters;
      addFilter(filters, filter, quoted ?? value ?? '');
      if (isExcluded) parsed.unwanted.push(filters);
    } else if (isExcluded) parsed.excluded.push(words);
    else if (phrase !== undefined) parsed.phrases.push(words);
    else plain.push(groups['plain'] ?? '');
  }
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
      const type = typeOf(value.toLowerCase());
      if (type === undefined) {
        throw invalidInput(
          'query',
          `That names no type, or several: write type: with ${SkillType.options.join(', ')}.`,
        );
      }
      filters.skillType = type;
    }
  }
}

/** The type of that name, or the only one whose name begins so, since searches are read while they are typed. */
function typeOf(beginning: string): SkillType | undefined {
  const types = Object.entries(TYPE_NAMES)
    .filter(([name, type]) => name.startsWith(beginning) || type.startsWith(beginning))
    .map(([, type]) => type);
  const [type, ...others] = new Set(types);
  return others.length === 0 ? type : undefined;
}
