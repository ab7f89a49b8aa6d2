import type { RequiredEntityData } from '@mikro-orm/core';
import type { Rating as RatingView, RatingListInput } from '@skill-marketplace/shared/contracts';
import { sql, type RawBuilder } from 'kysely';
import type { EntityManager } from '../../database/orm.ts';
import { Rating } from './rating.entity.ts';
import { milliseconds } from '../../database/time.ts';
import type { Skill } from '../skills/skill.entity.ts';

/** A rating as the list shows it, with its author and its place in the order. */
export type RatingRow = Omit<RatingView, 'mine' | 'createdAt' | 'updatedAt'> & {
  userId: string;
  position: string[];
  /** Milliseconds since 1970. */
  createdAt: number;
  updatedAt: number;
};

/** What one page of ratings is asked for. */
type Asked = Pick<RatingListInput, 'sort' | 'stars' | 'verified' | 'limit'>;

/** A user's rating of a skill. */
export function findRating(
  em: EntityManager,
  userId: string,
  skillId: string,
): Promise<Rating | null> {
  return em.findOne(Rating, { user: userId, skill: skillId });
}

/** Adds a rating to the unit of work. */
export function addRating(em: EntityManager, rating: RequiredEntityData<Rating>): Rating {
  return em.create(Rating, rating);
}

/** The version that a user's rating is bound to (the last one installed, else the latest), and whether it is verified. */
export async function versionToRate(
  em: EntityManager,
  skill: Pick<Skill, 'id' | 'latestVersion'>,
  userId: string,
): Promise<{ versionId: string | undefined; verified: boolean }> {
  const { rows } = await sql<{ installed: string | null; latest: string | null }>`
    select (select i.version_id from installs i where i.skill_id = ${skill.id} and i.user_id = ${userId}
        order by i.removed_at is null desc, i.created_at desc limit 1) as installed,
      (select v.id from versions v where v.skill_id = ${skill.id} and v.version = ${skill.latestVersion}) as latest`.execute(
    em.getKysely(),
  );
  const { installed, latest } = rows[0] ?? { installed: null, latest: null };
  return { versionId: installed ?? latest ?? undefined, verified: installed !== null };
}

/** One page of a skill's ratings after a position, and one row more when there is a next page. */
export async function pageOfRatings(
  em: EntityManager,
  skillId: string,
  asked: Asked,
  after: readonly string[] | undefined,
): Promise<RatingRow[]> {
  const descending = asked.sort !== 'lowest';
  const stars = asked.sort === 'newest' ? [] : [sql`r.stars::text`];
  const position = sql`array[${sql.join([...stars, sql`r.updated_at::text`, sql`r.id::text`])}]`;
  const keys = asked.sort === 'newest' ? sql`r.updated_at, r.id` : sql`r.stars, r.updated_at, r.id`;
  const types =
    asked.sort === 'newest' ? ['timestamptz', 'uuid'] : ['smallint', 'timestamptz', 'uuid'];
  const bounds = types.map((type, index) => sql`${after?.[index]}::${sql.raw(type)}`);
  const direction = descending ? sql`desc` : sql`asc`;
  const order = [...(asked.sort === 'newest' ? [] : [sql`r.stars`]), sql`r.updated_at`, sql`r.id`];
  const { rows } = await sql<RatingRow>`
    select r.id, r.user_id as "userId", u.name as "userName", r.stars as rating, r.comment, v.version, r.verified,
      ${milliseconds(sql`r.created_at`)} as "createdAt", ${milliseconds(sql`r.updated_at`)} as "updatedAt", ${position} as position
    from ratings r join users u on u.id = r.user_id join versions v on v.id = r.version_id
    where ${filter(skillId, asked)}
      and ${after === undefined ? sql`true` : sql`(${keys}) ${descending ? sql`<` : sql`>`} (${sql.join(bounds)})`}
    order by ${sql.join(order.map((column) => sql`${column} ${direction}`))} limit ${asked.limit + 1}`.execute(
    em.getKysely(),
  );
  return rows;
}

/** Number of a skill's ratings under the filters. */
export async function countRatings(
  em: EntityManager,
  skillId: string,
  asked: Asked,
): Promise<number> {
  const { rows } = await sql<{ total: number }>`
    select count(*)::int as total from ratings r where ${filter(skillId, asked)}`.execute(
    em.getKysely(),
  );
  return rows[0]?.total ?? 0;
}

function filter(skillId: string, { stars, verified }: Asked): RawBuilder<boolean> {
  const conditions = [
    sql`r.skill_id = ${skillId}`,
    ...(stars === undefined ? [] : [sql`r.stars = ${stars}`]),
    ...(verified === undefined ? [] : [sql`r.verified = ${verified}`]),
  ];
  return sql`${sql.join(conditions, sql` and `)}`;
}
