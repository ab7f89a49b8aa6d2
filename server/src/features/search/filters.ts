import type { SkillSearchInput } from '@skill-marketplace/shared/contracts';
import { sql, type RawBuilder } from 'kysely';

type Condition = RawBuilder<boolean>;

/** Filters that have a facet: each facet counts without its own one. */
export type FacetName = 'category' | 'skillType' | 'publisher' | 'rating';

/** What is filtered by. */
type Filters = Partial<
  Pick<SkillSearchInput, 'tags' | 'source' | 'category' | 'skillType' | 'publisher' | 'minRating'>
>;

/** The filters without a facet of their own. */
export function plainFilters(input: Filters): Condition[] {
  const conditions: Condition[] = [];
  if (input.tags !== undefined && input.tags.length > 0)
    conditions.push(sql`s.tags @> ${input.tags}::text[]`);
  if (input.source !== undefined) conditions.push(sql`s.source = ${input.source}`);
  return conditions;
}

/** The filters with a facet, by its name; only those that are set. */
export function facetFilters(input: Filters): Partial<Record<FacetName, Condition>> {
  return {
    ...(input.category === undefined
      ? {}
      : { category: sql<boolean>`s.category = ${input.category}` }),
    ...(input.skillType === undefined
      ? {}
      : { skillType: sql<boolean>`s.skill_type = ${input.skillType}` }),
    ...(input.publisher === undefined
      ? {}
      : { publisher: sql<boolean>`s.publisher = ${input.publisher}` }),
    ...(input.minRating === undefined
      ? {}
      : { rating: sql<boolean>`s.average_rating >= ${input.minRating}` }),
  };
}

/** All of the conditions; true when there are none. */
export function all(conditions: readonly Condition[]): Condition {
  return conditions.length === 0 ? sql`true` : sql`${sql.join(conditions, sql` and `)}`;
}
