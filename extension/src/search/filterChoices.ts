import type { Facets } from '@skill-marketplace/shared/contracts';
import { count } from '../browse/skillRow.ts';
import type { SearchRequest } from './searchRequest.ts';
import { categoryName, ratingText, SORT_NAMES } from './searchTexts.ts';

/** One filter or order that can be chosen, and the request that it makes. */
export interface FilterChoice {
  label: string;
  /** How many skills there are with it. */
  count?: string;
  /** True for what holds at the moment. */
  isChosen: boolean;
  request: SearchRequest;
}

/** Choices of one kind; at most one of them holds. */
export interface FilterGroup {
  title: string;
  choices: FilterChoice[];
}

/** All that a search can be narrowed and ordered by, with counts; each keeps the other filters. */
export function filterGroups(request: SearchRequest, facets: Facets): FilterGroup[] {
  return [
    { title: 'Category', choices: categoryChoices(request, facets) },
    { title: 'Rating', choices: ratingChoices(request, facets) },
    { title: 'Order', choices: orderChoices(request) },
  ];
}

function categoryChoices(request: SearchRequest, facets: Facets): FilterChoice[] {
  const { category: chosen, ...rest } = request;
  // The chosen one may have no skill with these words.
  const values = new Map(facets.category.map(({ value, count: number }) => [value, number]));
  if (chosen !== undefined && !values.has(chosen)) values.set(chosen, 0);
  return [
    { label: 'Any category', isChosen: chosen === undefined, request: rest },
    ...[...values].map(([category, number]) => ({
      label: categoryName(category),
      count: count(number),
      isChosen: category === chosen,
      request: { ...rest, category },
    })),
  ];
}

function ratingChoices(request: SearchRequest, facets: Facets): FilterChoice[] {
  const { minRating: chosen, ...rest } = request;
  return [
    { label: 'Any rating', isChosen: chosen === undefined, request: rest },
    ...facets.rating
      .map(({ value, count: number }) => ({ minRating: Number(value), number }))
      .filter(({ minRating, number }) => minRating >= 1 && (number > 0 || minRating === chosen))
      .map(({ minRating, number }) => ({
        label: ratingText(minRating),
        count: count(number),
        isChosen: minRating === chosen,
        request: { ...rest, minRating },
      })),
  ];
}

/** Without words nothing matches better than another. */
function orderChoices(request: SearchRequest): FilterChoice[] {
  const { sort: chosen, ...rest } = request;
  const usual = request.query === '' ? 'installs' : 'relevance';
  const others = (['installs', 'rating', 'newest', 'name'] as const).filter(
    (sort) => sort !== usual,
  );
  return [
    {
      label: SORT_NAMES[usual],
      isChosen: chosen === undefined || chosen === usual,
      request: rest,
    },
    ...others.map((sort) => ({
      label: SORT_NAMES[sort],
      isChosen: sort === chosen,
      request: { ...rest, sort },
    })),
  ];
}
