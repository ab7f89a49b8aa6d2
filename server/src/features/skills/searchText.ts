import { sql, type RawBuilder } from 'kysely';

/** What a query text asks of the database. */
export interface SearchText {
  /** True for the rows that are found. */
  condition: RawBuilder<boolean>;
  /** Sorts by relevance: an exact name first, then text rank times popularity. */
  relevance: RawBuilder<number>;
  /** True for a row that is named so exactly. */
  isExact: RawBuilder<boolean>;
  /** The tsquery for what a row matched. */
  tsquery: RawBuilder<string>;
}

/** Words of letters and digits; everything else only separates them. */
const WORD = /[\p{L}\p{N}]+/gu;

/** Reads a query text; `undefined` when there is nothing in it to search for. */
export function searchText(query: string | undefined): SearchText | undefined {
  // PostgreSQL's text has no NUL, and half a surrogate pair is no character.
  const text = (query ?? '')
    .toWellFormed()
    .replace(/\p{Cc}/gu, ' ')
    .trim();
  if (text === '') return undefined;
  const tsquery = tsqueryOf(text);
  const exact = text.toLowerCase();
  const isExact = sql<boolean>`(s.name = ${exact} or lower(s.display_name) = ${exact} or s.publisher || '/' || s.name = ${exact})`;
  return {
    condition: sql`(s.head @@ ${tsquery} or ${isExact})`,
    relevance: sql`(case when ${isExact} then 1e6 else 0 end + ts_rank(s.head, ${tsquery}) * (1 + 0.1 * ln(1 + s.install_count)))`,
    isExact,
    tsquery,
  };
}

/** The words as people write them (phrases, `-not`, `or`), or all of them with the last one still being typed. */
function tsqueryOf(text: string): RawBuilder<string> {
  const written = sql<string>`websearch_to_tsquery('english', ${text})`;
  const words = text.match(WORD) ?? [];
  const isPlain = !/["-]|\bor\b/i.test(text.replace(/(\w)-(\w)/g, '$1 $2'));
  if (!isPlain || (words.at(-1) ?? '').length < 2) return written;
  const typed = `${words.join(' & ')}:*`;
  return sql<string>`(${written} || to_tsquery('english', ${typed}))`;
}
