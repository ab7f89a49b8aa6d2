import { CAPPED_TOTAL, type Facets } from '@skill-marketplace/shared/contracts';
import { sql, type RawBuilder } from 'kysely';
import type { EntityManager } from '../../database/orm.ts';
import { abortOf } from './abortable.ts';
import { estimateMatches } from './estimate.repository.ts';
import { all, facetFilters, type FacetName } from './filters.ts';
import {
  baseFilters,
  countedBy,
  foundBy,
  hasFilters,
  type Search,
  type SearchCounts,
} from './searchConditions.ts';

/** Values that a facet shows at most. */
const FACET_VALUES = 50;

/** Rows that are counted at most; a larger result is estimated from so many of its skills. */
const MOST_COUNTED = 20_000;

/** What facets are counted by. */
export const FACET_COLUMNS = sql`s.category, s.skill_type, s.publisher, s.average_rating`;

/** `total` and `facets` of the common table `base`, each facet without its own filter. */
export function facetCounts(filters: ReturnType<typeof facetFilters>): RawBuilder<unknown> {
  const without = (facet: FacetName) =>
    all(Object.entries(filters).flatMap(([name, filter]) => (name === facet ? [] : [filter])));
  const counted = (facet: FacetName, column: RawBuilder<unknown>) => sql`
    (select coalesce(json_agg(f), '[]') from (
      select ${column} as value, count(*)::int as count from base s where ${without(facet)}
      group by 1 order by 2 desc, 1 limit ${sql.lit(FACET_VALUES)}) f)`;
  return sql`(select count(*)::int from base s where ${all(Object.values(filters))}) as total,
    json_build_object(
      'category', ${counted('category', sql`s.category`)},
      'skillType', ${counted('skillType', sql`s.skill_type`)},
      'publisher', ${counted('publisher', sql`s.publisher`)},
      'rating', (select json_agg(json_build_object('value', stars::text, 'count', case stars
          when 4 then n4 when 3 then n3 when 2 then n2 else n1 end) order by stars desc)
        from (select count(*) filter (where s.average_rating >= 4)::int as n4,
            count(*) filter (where s.average_rating >= 3)::int as n3,
            count(*) filter (where s.average_rating >= 2)::int as n2,
            count(*) filter (where s.average_rating >= 1)::int as n1
          from base s where ${without('rating')}) n, generate_series(1, 4) stars)) as facets`;
}

/** Counts of a result of any size; those of one over 20,000 are estimates, and with filters its total is capped. */
export interface LargeCounts extends SearchCounts {
  totalIsEstimate: boolean;
}

/**
 * Counts what a search finds, at a bounded cost: of a larger result 20,000 skills are counted, and what the
 * planner expects of the whole says by how much the counts grow. With filters the total is counted, up to 5,000.
 */
export async function countLarge(em: EntityManager, search: Search): Promise<LargeCounts> {
  const { text } = search;
  const { rows } = await sql<SearchCounts & { counted: number }>`
    with base as materialized (
      select ${FACET_COLUMNS} from ${text === undefined ? sql`skills s` : text.source}
      where ${all(countedBy(search))} limit ${sql.lit(MOST_COUNTED)})
    select ${facetCounts(facetFilters(search.input))}, (select count(*)::int from base) as counted`.execute(
    em.getKysely(),
    abortOf(em),
  );
  const [found] = rows;
  if (found === undefined) throw new Error('a count gave no row');
  const { counted, ...counts } = found;
  if (counted < MOST_COUNTED) return { ...counts, totalIsEstimate: false };
  const expected = await estimateMatches(
    em,
    all([...baseFilters(search), ...(text === undefined ? [] : [text.candidates])]),
  );
  const whole = { ...grown(counts, Math.max(1, expected / counted)), totalIsEstimate: true };
  return hasFilters(search) ? { ...whole, ...(await countFiltered(em, search)) } : whole;
}

/** The planner takes filters for independent of words and of each other, so what they leave is counted. */
async function countFiltered(
  em: EntityManager,
  search: Search,
): Promise<Pick<LargeCounts, 'total' | 'totalIsEstimate'>> {
  const { text } = search;
  const { rows } = await sql<{ total: number }>`
    select count(*)::int as total from (
      select from ${text === undefined ? sql`skills s` : text.source}
      where ${all(foundBy(search))} limit ${sql.lit(CAPPED_TOTAL + 1)}) s`.execute(
    em.getKysely(),
    abortOf(em),
  );
  const total = rows[0]?.total ?? 0;
  return { total: Math.min(total, CAPPED_TOTAL), totalIsEstimate: total > CAPPED_TOTAL };
}

function grown({ total, facets }: SearchCounts, factor: number): SearchCounts {
  const grow = (counts: Facets[keyof Facets]) =>
    counts.map(({ value, count }) => ({ value, count: Math.round(count * factor) }));
  return {
    total: Math.round(total * factor),
    facets: {
      category: grow(facets.category),
      skillType: grow(facets.skillType),
      publisher: grow(facets.publisher),
      rating: grow(facets.rating),
    },
  };
}
