import type { Facets } from '@skill-marketplace/shared/contracts';
import type { RawBuilder } from 'kysely';
import type { Actor } from '../accounts/actor.ts';
import { visibleTo } from '../policy/visibility.ts';
import { facetFilters, plainFilters, type AskedFor } from './filters.ts';
import type { TextMatch } from './textMatch.ts';

/** Number of hits and counts beside them. */
export interface SearchCounts {
  total: number;
  facets: Facets;
}

/** A search as the statements need it. */
export interface Search {
  input: AskedFor;
  actor: Actor;
  text: TextMatch | undefined;
}

/** Conditions of everything that a search finds. */
export function foundBy(search: Search): RawBuilder<boolean>[] {
  return [...countedBy(search), ...Object.values(facetFilters(search.input))];
}

/** The same without the filters that have a facet, each of which counts without its own. */
export function countedBy(search: Search): RawBuilder<boolean>[] {
  const { text } = search;
  return [...baseFilters(search), ...(text === undefined ? [] : [text.candidates, text.condition])];
}

/** What holds whatever the words: who may see it, and every filter. */
export function filtersOf(search: Pick<Search, 'input' | 'actor'>): RawBuilder<boolean>[] {
  return [...baseFilters(search), ...Object.values(facetFilters(search.input))];
}

/** What holds for every facet: who may see it, and filters without a facet. */
export function baseFilters({ input, actor }: Pick<Search, 'input' | 'actor'>) {
  return [visibleTo(actor), ...plainFilters(input)];
}

/** True where less is asked for than all that has the words. */
export function hasFilters({ input }: Pick<Search, 'input'>): boolean {
  return plainFilters(input).length > 0 || Object.keys(facetFilters(input)).length > 0;
}
