import {
  CAPPED_TOTAL,
  type SkillSearchResult,
  type SkillSort,
  type SkillSummary,
} from '@skill-marketplace/shared/contracts';
import { CATEGORIES } from '@skill-marketplace/shared/format';
import { count, installsText, oneLine, starsText } from '../browse/skillRow.ts';
import type { SearchRequest } from './searchRequest.ts';

/** Names of the orders. */
export const SORT_NAMES: Record<SkillSort, string> = {
  relevance: 'Best match first',
  rating: 'Best rated first',
  installs: 'Most installed first',
  newest: 'Newest first',
  name: 'By name',
};

/** What was found, in a few words: `12 results for “review”`, `34 skills`, `No skills for “review”`. */
export function resultsText(
  { query }: SearchRequest,
  { total, totalIsEstimate, correctedQuery = query }: Results,
): string {
  const words = correctedQuery === '' ? '' : ` for ${quoted(correctedQuery)}`;
  if (total === 0) return words === '' ? 'No skills' : `No skills${words}`;
  const [one, many] = words === '' ? ['skill', 'skills'] : ['result', 'results'];
  return `${totalText(total, totalIsEstimate)} ${total === 1 ? one : many}${words}`;
}

/** What a search answers about its whole. */
export type Results = Pick<SkillSearchResult, 'total' | 'totalIsEstimate' | 'correctedQuery'>;

/** What is searched for, while nothing is known of the answer. */
export function requestText({ query }: SearchRequest): string {
  return query === '' ? 'All skills' : `Search for ${quoted(query)}`;
}

/** The filters: `Testing · 4★ and more`; empty without any. */
export function filtersText({ category, minRating, sort }: SearchRequest): string {
  return [
    ...(category === undefined ? [] : [categoryName(category)]),
    ...(minRating === undefined ? [] : [ratingText(minRating)]),
    ...(sort === undefined ? [] : [SORT_NAMES[sort].toLowerCase()]),
  ].join(' · ');
}

/** A number of skills; one that is estimated has two digits that count: `about 12,000`; one that was not counted to its end a plus: `5,000+`. */
export function totalText(total: number, isEstimate: boolean): string {
  if (isEstimate && total === CAPPED_TOTAL) return `${count(total)}+`;
  return isEstimate ? `about ${count(Number(total.toPrecision(2)))}` : count(total);
}

/** A lower bound of stars. */
export function ratingText(minRating: number): string {
  return `${minRating}★ and more`;
}

/** How a category is called: by its known name, or by its slug in words (`game-dev`: `Game dev`). */
export function categoryName(slug: string): string {
  const known = CATEGORIES.find(({ name }) => name === slug);
  if (known !== undefined) return known.displayName;
  const words = oneLine(slug.replaceAll('-', ' '));
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

/** The line of facts under which people tell skills apart: `acme/deploy · ★ 4.6 (12) · 340 installs`. */
export function factsText(skill: SkillSummary): string {
  const deprecated = skill.deprecated === undefined ? undefined : 'deprecated';
  return [skill.reference, starsText(skill), installsText(skill), deprecated]
    .filter((fact) => fact !== undefined)
    .join(' · ');
}

/** Why a skill was found: where the words stand, and the text around them; otherwise what it is. */
export function whyText({ description, match }: SkillSummary): string {
  if (match === undefined || match.fields.length === 0) return oneLine(description);
  const fields = match.fields.map((field) => FIELD_NAMES[field]).join(', ');
  return `in ${fields} · ${oneLine(match.fragment?.text ?? description)}`;
}

/** Somebody's words between quotation marks. */
export function quoted(words: string): string {
  return `“${oneLine(words)}”`;
}

const FIELD_NAMES = {
  reference: 'reference',
  name: 'name',
  tags: 'tags',
  description: 'description',
  readme: 'README',
} as const;
