import type { SkillSort } from '@skill-marketplace/shared/contracts';
import { sql, type RawBuilder } from 'kysely';
import type { EntityManager } from '../../database/orm.ts';
import { abortOf } from './abortable.ts';
import type { Positioned } from '../../paging/page.ts';
import { SUMMARY_COLUMNS, type SkillRow } from '../skills/skill.view.ts';
import { all, facetFilters } from './filters.ts';
import { FACET_COLUMNS, facetCounts } from './facets.ts';
import { keysetOrder } from './keysetOrder.ts';
import { matchColumns, type MatchRow } from './match.view.ts';
import { standing } from './relevance.ts';
import {
  countedBy,
  filtersOf,
  foundBy,
  type Search,
  type SearchCounts,
} from './searchConditions.ts';
import type { TextMatch } from './textMatch.ts';

/** Where pages by relevance end. */
const DEEPEST_OFFSET = 1000;

/** Of a result too large to rank as a whole: how many of its most popular, newest, best rated and best matching are ranked. */
const CHAMPIONS = {
  popular: 120,
  newest: 40,
  rated: 40,
  named: 20,
  inName: 60,
  hasAll: 40,
} as const;

/** Of names that begin the same the name itself comes first; in the order of an index. */
const SHORTEST_NAME = sql`replace(s.name, '-', '') using ~<~`;

/** A row of a page; what it matched only where there is a text. */
export type FoundRow = SkillRow & Partial<MatchRow> & Positioned;

/** A page by relevance of a result that was ranked as a whole, with its counts. */
export interface RankedPage extends SearchCounts {
  rows: FoundRow[];
}

/** A search for words. */
type TextSearch = Search & { text: TextMatch };

/** The best first. */
const BEST = sql`s.step desc, s.score desc, s.install_count desc, s.id`;

/** Ranks every match: exact total, exact facets and one page, by one statement and one for the page's rows. */
export async function rankAndCount(
  em: EntityManager,
  search: TextSearch,
  after: readonly string[] | undefined,
): Promise<RankedPage> {
  const { input, text } = search;
  const offset = offsetOf(after);
  const filters = facetFilters(input);
  const { rows } = await sql<SearchCounts & { ids: string[] | null }>`
    with base as materialized (
      select ${FACET_COLUMNS}, ${ranked(search)}
      from ${text.source} where ${all(countedBy(search))})
    select ${facetCounts(filters)},
      (select json_agg(p.id) from (select s.id from base s where ${all(Object.values(filters))}
        order by ${BEST} limit ${pageLength(input.limit, offset)} offset ${offset}) p) as ids`.execute(
    em.getKysely(),
    abortOf(em),
  );
  const [found] = rows;
  if (found === undefined) throw new Error('a count gave no row');
  const { ids, total, facets } = found;
  return { total, facets, rows: await rowsOf(em, text, ids ?? [], offset) };
}

/** One page of every match, by one statement, where the counts are known already. */
export function rankAll(
  em: EntityManager,
  search: TextSearch,
  after: readonly string[] | undefined,
): Promise<FoundRow[]> {
  const { text } = search;
  const matches = sql`select ${ranked(search)} from ${text.source} where ${all(foundBy(search))}`;
  return pageOf(em, search, matches, offsetOf(after));
}

/**
 * Ranks the most popular, the newest and the best rated of a large result, those named so, and the most popular
 * with all of the words. `isFew`: so few of all skills match that they are gathered first, since walking an
 * index in its order would pass too many by; then also the most popular with all words in the name are ranked.
 */
export function rankChampions(
  em: EntityManager,
  search: TextSearch,
  after: readonly string[] | undefined,
  isFew: boolean,
): Promise<FoundRow[]> {
  const { text } = search;
  const found = all(foundBy(search));
  const withWords = all([...filtersOf(search), text.hasWords, text.condition]);
  const first = (order: RawBuilder<unknown>, count: number) =>
    isFew
      ? sql`(select s.id from gathered s order by ${order} limit ${sql.lit(count)})`
      : sql`(select s.id from skills s where ${withWords} order by ${order} limit ${sql.lit(count)})`;
  const popular = sql`s.install_count desc, s.id desc`;
  const gathered = isFew
    ? sql`with gathered as materialized (
        select s.id, s.install_count, s.created_at, s.rating_score, ${text.inName ?? sql`false`} as in_name from skills s where ${withWords})`
    : sql``;
  const inName = isFew
    ? sql`union (select s.id from gathered s where s.in_name order by ${popular} limit ${sql.lit(CHAMPIONS.inName)})`
    : sql``;
  const hasAll =
    text.hasAll === undefined
      ? sql``
      : sql`union (select s.id from skills s where ${withWords} and ${text.hasAll} order by ${popular} limit ${sql.lit(CHAMPIONS.hasAll)})`;
  const champions = sql`${gathered} select ${ranked(search)} from ${text.source} where s.id in (
      ${first(popular, CHAMPIONS.popular)}
      union ${first(sql`s.created_at desc, s.id desc`, CHAMPIONS.newest)}
      union ${first(sql`s.rating_score desc, s.id desc`, CHAMPIONS.rated)}
      union (select s.id from skills s where ${text.isNamed} and ${found}
        order by ${SHORTEST_NAME} limit ${sql.lit(CHAMPIONS.named)})
      ${inName} ${hasAll})`;
  return pageOf(em, search, champions, offsetOf(after));
}

/**
 * True where gathering so many matches of so many skills costs less than walking an index past the others.
 * Both read each row once, gathering a little slower.
 */
export function areFew(matches: number, total: number): boolean {
  const walked = CHAMPIONS.popular + CHAMPIONS.newest + CHAMPIONS.rated;
  return 1.5 * matches * matches < walked * total;
}

/** What matches are ordered by. */
function ranked({ text, actor }: TextSearch): RawBuilder<unknown> {
  return sql`s.id, s.install_count, ${text.step} as step, ${text.score} * ${standing(actor)} as score`;
}

async function pageOf(
  em: EntityManager,
  { input, text }: TextSearch,
  matches: RawBuilder<unknown>,
  offset: number,
): Promise<FoundRow[]> {
  const { rows } = await sql<Omit<FoundRow, 'position'>>`
    with page as materialized (
      select s.*, row_number() over () as place from (
        select s.* from (${matches}) s order by ${BEST}
        limit ${pageLength(input.limit, offset)} offset ${offset}) s)
    select ${columnsOf(text)} from ${text.source} join page p on p.id = s.id order by p.place`.execute(
    em.getKysely(),
    abortOf(em),
  );
  return placed(rows, offset);
}

/** A page in a keyset order, after a position. */
export async function pageByKeyset(
  em: EntityManager,
  search: Search,
  sort: Exclude<SkillSort, 'relevance'>,
  after: readonly string[] | undefined,
): Promise<FoundRow[]> {
  const { text, input } = search;
  const order = keysetOrder(sort);
  const conditions = [...foundBy(search), ...(after === undefined ? [] : [order.after(after)])];
  const { rows } = await sql<FoundRow>`
    select ${columnsOf(text)}, ${order.position} as position
    from ${text === undefined ? sql`skills s` : text.source} where ${all(conditions)} order by ${order.orderBy} limit ${input.limit + 1}`.execute(
    em.getKysely(),
    abortOf(em),
  );
  return rows;
}

async function rowsOf(
  em: EntityManager,
  text: TextMatch,
  ids: readonly string[],
  offset: number,
): Promise<FoundRow[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<Omit<FoundRow, 'position'>>`
    select ${columnsOf(text)} from ${text.source} join unnest(${[...ids]}::uuid[]) with ordinality p (id, place)
      on p.id = s.id order by p.place`.execute(em.getKysely(), abortOf(em));
  return placed(rows, offset);
}

function placed(rows: readonly Omit<FoundRow, 'position'>[], offset: number): FoundRow[] {
  return rows.map((row, index) => Object.assign(row, { position: [String(offset + index + 1)] }));
}

function columnsOf(text: TextMatch | undefined): RawBuilder<unknown> {
  return text === undefined ? SUMMARY_COLUMNS : sql`${SUMMARY_COLUMNS}, ${matchColumns(text)}`;
}

/** Relevance has no stable order to go on from: a position is an offset. */
function offsetOf(after: readonly string[] | undefined): number {
  return Number(after?.[0] ?? 0);
}

/** One more than the page, so that a next one is known; nothing beyond the end. */
function pageLength(limit: number, offset: number): number {
  return Math.max(0, Math.min(limit + 1, DEEPEST_OFFSET - offset));
}
