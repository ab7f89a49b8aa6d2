import type { RatingListInput } from '@skill-marketplace/shared/contracts';
import { sql, type RawBuilder } from 'kysely';
import type { EntityManager } from '../../database/orm.ts';
import { RATING_COLUMNS, RATING_TABLES, type RatingRow } from './rating.view.ts';

/** What one page of ratings is asked for. */
type Asked = Pick<RatingListInput, 'sort' | 'stars' | 'verified' | 'limit'>;

/** Whose list it is: authors see their own hidden ratings, reviewers those of everybody. */
export interface RatingReader {
  userId: string | undefined;
  seesHidden: boolean;
}

/** What ratings with the same stars are ordered by. */
const AGE = [
  { column: sql`r.updated_at`, type: sql`timestamptz` },
  { column: sql`r.id`, type: sql`uuid` },
];

/** One page of a skill's ratings after a position, and one row more when there is a next page. */
export async function pageOfRatings(
  em: EntityManager,
  skillId: string,
  reader: RatingReader,
  asked: Asked,
  after: readonly string[] | undefined,
): Promise<(RatingRow & { position: string[] })[]> {
  const keys =
    asked.sort === 'newest' ? AGE : [{ column: sql`r.stars`, type: sql`smallint` }, ...AGE];
  const columns = keys.map(({ column }) => column);
  const isDescending = asked.sort !== 'lowest';
  const bounds = keys.map(({ type }, index) => sql`${after?.[index]}::${type}`);
  const isAfter = sql`(${sql.join(columns)}) ${isDescending ? sql`<` : sql`>`} (${sql.join(bounds)})`;
  const order = columns.map((column) => sql`${column} ${isDescending ? sql`desc` : sql`asc`}`);
  const { rows } = await sql<RatingRow & { position: string[] }>`
    select ${RATING_COLUMNS}, array[${sql.join(columns.map((column) => sql`${column}::text`))}] as position
    from ${RATING_TABLES}
    where ${filter(skillId, reader, asked)} and ${after === undefined ? sql`true` : isAfter}
    order by ${sql.join(order)} limit ${asked.limit + 1}`.execute(em.getKysely());
  return rows;
}

/** Number of a skill's ratings under the filters. */
export async function countRatings(
  em: EntityManager,
  skillId: string,
  reader: RatingReader,
  asked: Asked,
): Promise<number> {
  const { rows } = await sql<{ total: number }>`
    select count(*)::int as total from ratings r where ${filter(skillId, reader, asked)}`.execute(
    em.getKysely(),
  );
  return rows[0]?.total ?? 0;
}

function filter(
  skillId: string,
  { userId, seesHidden }: RatingReader,
  { stars, verified }: Asked,
): RawBuilder<boolean> {
  const own = userId === undefined ? sql`false` : sql`r.user_id = ${userId}`;
  const conditions = [
    sql`r.skill_id = ${skillId}`,
    ...(seesHidden ? [] : [sql`(not r.hidden or ${own})`]),
    ...(stars === undefined ? [] : [sql`r.stars = ${stars}`]),
    ...(verified === undefined ? [] : [sql`r.verified = ${verified}`]),
  ];
  return sql`${sql.join(conditions, sql` and `)}`;
}
