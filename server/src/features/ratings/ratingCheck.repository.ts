import { sql, type RawBuilder } from 'kysely';
import type { EntityManager } from '../../database/orm.ts';

/** What a skill says of its ratings. */
export interface RatingFigures {
  ratingCount: number;
  ratingSum: number;
  verifiedRatingCount: number;
  averageRating: number;
  ratingScore: number;
}

/** A skill whose figures are not those of its ratings. */
export interface RatingDifference {
  id: string;
  source: string;
  publisher: string;
  name: string;
  stored: RatingFigures;
  counted: RatingFigures;
}

/** The name, in `skills` and for us, of each figure. */
const FIGURES = {
  ratingCount: sql.ref('rating_count'),
  ratingSum: sql.ref('rating_sum'),
  verifiedRatingCount: sql.ref('verified_rating_count'),
  averageRating: sql.ref('average_rating'),
  ratingScore: sql.ref('rating_score'),
} satisfies Record<keyof RatingFigures, RawBuilder<unknown>>;

/** The figures of the ratings themselves; the score adds ten ratings of 3.5 stars to those of a skill that has any. */
const COUNTED = sql`(select g.rating_count, g.rating_sum, g.verified_rating_count,
    case when g.rating_count = 0 then 0 else g.rating_sum::double precision / g.rating_count end as average_rating,
    case when g.rating_count = 0 then 0 else (g.rating_sum + 35)::double precision / (g.rating_count + 10) end as rating_score
  from (select count(*)::int as rating_count, coalesce(sum(r.stars), 0)::int as rating_sum,
      count(*) filter (where r.verified)::int as verified_rating_count
    from ratings r where r.skill_id = s.id and not r.hidden) g)`;

/**
 * Every skill, or the one, whose figures differ from what its ratings give, by reference. One statement sees one
 * moment, so that it is right also while people rate.
 */
export async function ratingDifferences(
  em: EntityManager,
  skillId?: string,
): Promise<RatingDifference[]> {
  const figuresOf = (table: 's' | 'c') =>
    sql`jsonb_build_object(${sql.join(Object.entries(FIGURES).flatMap(([name, column]) => [sql.lit(name), sql`${sql.ref(table)}.${column}`]))})`;
  const valuesOf = (table: 's' | 'c') =>
    sql.join(Object.values(FIGURES).map((column) => sql`${sql.ref(table)}.${column}`));
  const { rows } = await sql<RatingDifference>`
    select s.id, s.source, s.publisher, s.name, ${figuresOf('s')} as stored, ${figuresOf('c')} as counted
    from skills s cross join lateral ${COUNTED} c
    where (${valuesOf('s')}) is distinct from (${valuesOf('c')}) and ${skillId === undefined ? sql`true` : sql`s.id = ${skillId}`}
    order by s.source, s.publisher, s.name`.execute(em.getKysely());
  return rows;
}

/** Of the rating `r`. */
const IS_WRONGLY_VERIFIED = sql`r.verified <> exists (
    select 1 from installs i where i.skill_id = r.skill_id and i.user_id = r.user_id)`;

/** A rating that says of itself what the installs do not. */
export interface VerifiedDifference {
  id: string;
  skillId: string;
  publisher: string;
  name: string;
  userName: string;
  verified: boolean;
}

/** Ratings that are verified without an install by their author, or the other way round. */
export async function verifiedDifferences(em: EntityManager): Promise<VerifiedDifference[]> {
  const { rows } = await sql<VerifiedDifference>`
    select r.id, r.skill_id as "skillId", s.publisher, s.name, u.name as "userName", r.verified
    from ratings r join skills s on s.id = r.skill_id join users u on u.id = r.user_id
    where ${IS_WRONGLY_VERIFIED}
    order by s.publisher, s.name, u.name`.execute(em.getKysely());
  return rows;
}

/** Marks the ratings of a skill, whose row is locked, as the installs have it; gives the ids of those that differed. */
export async function correctVerified(em: EntityManager, skillId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    update ratings r set verified = not verified
    where r.skill_id = ${skillId} and ${IS_WRONGLY_VERIFIED} returning r.id`.execute(
    em.getKysely(),
  );
  return rows.map(({ id }) => id);
}

/** Number of skills and of the ratings that count. */
export async function checkedCounts(
  em: EntityManager,
): Promise<{ skills: number; ratings: number }> {
  const { rows } = await sql<{ skills: number; ratings: number }>`
    select (select count(*)::int from skills) as skills,
      (select count(*)::int from ratings where not hidden) as ratings`.execute(em.getKysely());
  return rows[0] ?? { skills: 0, ratings: 0 };
}
