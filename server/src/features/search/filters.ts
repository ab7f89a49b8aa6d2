import type { SkillSearchInput, SkillType } from '@skill-marketplace/shared/contracts';
import { sql, type RawBuilder } from 'kysely';

type Condition = RawBuilder<boolean>;

/** Filters that have a facet: each facet counts without its own one. */
export type FacetName = 'category' | 'skillType' | 'publisher' | 'rating';

/** What a caller asks for, with what the query's text names. */
export type AskedFor = SkillSearchInput & {
  /** Any of these, and beside it the one type of the input. */
  skillTypes?: readonly SkillType[] | undefined;
};

/** What is filtered by. */
type Filters = Partial<
  Pick<
    AskedFor,
    'tags' | 'source' | 'category' | 'skillType' | 'skillTypes' | 'publisher' | 'minRating'
  >
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
  const types = typeConditions(input);
  return {
    ...(input.category === undefined
      ? {}
      : { category: sql<boolean>`s.category = ${input.category}` }),
    ...(types.length === 0 ? {} : { skillType: all(types) }),
    ...(input.publisher === undefined
      ? {}
      : { publisher: sql<boolean>`s.publisher = ${input.publisher}` }),
    ...(input.minRating === undefined
      ? {}
      : { rating: sql<boolean>`s.average_rating >= ${input.minRating}` }),
  };
}

function typeConditions({ skillType, skillTypes }: Filters): Condition[] {
  return [skillType === undefined ? undefined : [skillType], skillTypes].flatMap((types) => {
    if (types === undefined) return [];
    const [first, ...others] = types;
    // An index keeps its order for one type only.
    return others.length === 0
      ? [sql<boolean>`s.skill_type = ${first}`]
      : [sql<boolean>`s.skill_type = any(${[...types]}::text[])`];
  });
}

/** All of the conditions; true when there are none. */
export function all(conditions: readonly Condition[]): Condition {
  return conditions.length === 0 ? sql`true` : sql`${sql.join(conditions, sql` and `)}`;
}
