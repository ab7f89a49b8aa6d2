import type { Facets, SkillSearchInput, SkillSort } from '@skill-marketplace/shared/contracts';
import { sql, type RawBuilder } from 'kysely';
import type { EntityManager } from '../../database/orm.ts';
import type { Positioned } from '../../paging/page.ts';
import type { Actor } from '../accounts/actor.ts';
import { matchColumns, type MatchRow } from './match.view.ts';
import { all, facetFilters, plainFilters, visibleTo, type FacetName } from './searchFilters.ts';
import { searchOrder } from './searchOrder.ts';
import type { SearchText } from './searchText.ts';
import { SUMMARY_COLUMNS, type SkillRow } from './skill.view.ts';

/** Where pages by relevance end. */
const DEEPEST_OFFSET = 1000;

/** Values that a facet shows at most. */
const FACET_VALUES = 50;

/** A row of a page; what it matched only where there is a text. */
export type FoundRow = SkillRow & Partial<MatchRow> & Positioned;

/** Number of hits and counts beside them. */
export interface SearchCounts {
  total: number;
  facets: Facets;
}

/** A search as the statements need it. */
export interface Search {
  input: SkillSearchInput;
  actor: Actor;
  text: SearchText | undefined;
}

/** Exact total and facets of a search, each facet without its own filter, in one statement. */
export async function countSearch(em: EntityManager, search: Search): Promise<SearchCounts> {
  const filters = facetFilters(search.input);
  const without = (facet: FacetName) =>
    all(Object.entries(filters).flatMap(([name, filter]) => (name === facet ? [] : [filter])));
  const counted = (facet: FacetName, column: RawBuilder<unknown>) => sql`
    (select coalesce(json_agg(f), '[]') from (
      select ${column} as value, count(*)::int as count from base s where ${without(facet)}
      group by 1 order by 2 desc, 1 limit ${FACET_VALUES}) f)`;
  const { rows } = await sql<SearchCounts>`
    with base as materialized (
      select s.category, s.skill_type, s.publisher, s.average_rating from skills s where ${all(foundBy(search))})
    select (select count(*)::int from base s where ${all(Object.values(filters))}) as total,
      json_build_object(
        'category', ${counted('category', sql`s.category`)},
        'skillType', ${counted('skillType', sql`s.skill_type`)},
        'publisher', ${counted('publisher', sql`s.publisher`)},
        'rating', (select json_agg(f) from (
          select stars::text as value,
            (select count(*)::int from base s where s.average_rating >= stars and ${without('rating')}) as count
          from generate_series(4, 1, -1) stars) f)) as facets`.execute(em.getKysely());
  return (
    rows[0] ?? { total: 0, facets: { category: [], skillType: [], publisher: [], rating: [] } }
  );
}

/** A page in a keyset order, after a position. */
export async function pageByKeyset(
  em: EntityManager,
  search: Search,
  sort: Exclude<SkillSort, 'relevance'>,
  after: readonly string[] | undefined,
): Promise<FoundRow[]> {
  const order = searchOrder(sort);
  const conditions = [...filtersOf(search), ...(after === undefined ? [] : [order.after(after)])];
  const { rows } = await sql<FoundRow>`
    select ${columnsOf(search)}, ${order.position} as position from skills s
    where ${all(conditions)} order by ${order.orderBy} limit ${search.input.limit + 1}`.execute(
    em.getKysely(),
  );
  return rows;
}

/**
 * A page by relevance; without a text there is none, and the most installed come first. Relevance has no
 * stable order to go on from: a position is an offset, and the pages end at `DEEPEST_OFFSET`.
 */
export async function pageByRelevance(
  em: EntityManager,
  search: Search,
  after: readonly string[] | undefined,
): Promise<FoundRow[]> {
  const offset = Number(after?.[0] ?? 0);
  const relevance = search.text?.relevance ?? sql`s.install_count`;
  const limit = Math.min(search.input.limit + 1, DEEPEST_OFFSET - offset);
  const { rows } = await sql<Omit<FoundRow, 'position'>>`
    select ${columnsOf(search)} from skills s where ${all(filtersOf(search))}
    order by ${relevance} desc, s.install_count desc, s.id limit ${limit} offset ${offset}`.execute(
    em.getKysely(),
  );
  return rows.map((row, index) => Object.assign(row, { position: [String(offset + index + 1)] }));
}

function columnsOf({ text }: Search): RawBuilder<unknown> {
  return text === undefined ? SUMMARY_COLUMNS : sql`${SUMMARY_COLUMNS}, ${matchColumns(text)}`;
}

function foundBy({ input, actor, text }: Search): RawBuilder<boolean>[] {
  return [
    visibleTo(actor),
    ...plainFilters(input),
    ...(text === undefined ? [] : [text.condition]),
  ];
}

function filtersOf(search: Search): RawBuilder<boolean>[] {
  return [...foundBy(search), ...Object.values(facetFilters(search.input))];
}
