import { SkillSearchInput } from '@skill-marketplace/shared/contracts';
import { z } from 'zod';

const { shape } = SkillSearchInput.unwrap();

/** The longest text that a marketplace takes. */
const LONGEST_QUERY = 512;
/** One letter finds almost everything. */
const SHORTEST_QUERY = 2;

/** What a person searches for: words and filters; no words are `''`. */
export const SearchRequest = z.object({
  query: z.string().max(LONGEST_QUERY),
  /** The words as written, without a correction. */
  exact: z.boolean().optional(),
  category: shape.category,
  minRating: shape.minRating,
  sort: shape.sort,
});
export type SearchRequest = z.infer<typeof SearchRequest>;

/** Neither words nor filters: the whole catalogue. */
export const EVERYTHING: SearchRequest = { query: '' };

/** True for a request that asks for the whole catalogue. */
export function isEverything(request: SearchRequest): boolean {
  return request.query === '' && !hasFilters(request);
}

/** True when something beside the words narrows or orders what is found. */
export function hasFilters({ category, minRating, sort }: SearchRequest): boolean {
  return category !== undefined || minRating !== undefined || sort !== undefined;
}

/** The same filters with other words; what was asked exactly is not any more. */
export function withWords(request: SearchRequest, text: string): SearchRequest {
  const query = wordsOf(text);
  if (query === request.query) return request;
  const { exact: _exact, ...rest } = request;
  return { ...rest, query };
}

/** What is typed, as far as it is looked for while it is typed: nothing below two characters. */
export function typedWords(text: string): string {
  const words = wordsOf(text);
  return words.length < SHORTEST_QUERY ? '' : words;
}

/** True when both ask for the same. */
export function isSameRequest(one: SearchRequest, other: SearchRequest): boolean {
  return keyOf(one) === keyOf(other);
}

/** What a marketplace is asked for a request. */
export function searchInput(request: SearchRequest, limit: number): SkillSearchInput {
  const { query, exact, ...filters } = request;
  return {
    ...filters,
    ...(query === '' ? {} : { query, ...(exact === true ? { exact } : {}) }),
    limit,
  };
}

function wordsOf(text: string): string {
  return text.trim().slice(0, LONGEST_QUERY).toWellFormed();
}

function keyOf({ query, exact = false, category, minRating, sort }: SearchRequest): string {
  return JSON.stringify([query, exact, category ?? null, minRating ?? null, sort ?? null]);
}
