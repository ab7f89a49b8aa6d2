import type { RequiredEntityData } from '@mikro-orm/core';
import { parseReference } from '@skill-marketplace/shared/contracts';
import { sql } from 'kysely';
import type { EntityManager } from '../../database/orm.ts';
import { milliseconds } from '../../database/time.ts';
import { idOfReference } from '../skills/redirect.repository.ts';
import type { Skill } from '../skills/skill.entity.ts';
import { EarlierRating } from './earlierRating.entity.ts';
import { Rating } from './rating.entity.ts';
import { RATING_COLUMNS, RATING_TABLES, type RatingRow } from './rating.view.ts';

/** A user's rating of a skill. */
export function findRating(
  em: EntityManager,
  userId: string,
  skillId: string,
): Promise<Rating | null> {
  return em.findOne(Rating, { user: userId, skill: skillId });
}

/** Id of the skill of a uuid or reference that the user has rated, seen or not; `undefined` for another one. */
export async function ratedSkill(
  em: EntityManager,
  userId: string,
  id: string,
): Promise<string | undefined> {
  const reference = parseReference(id);
  const skillId = reference === undefined ? sql`${id}::uuid` : idOfReference(reference);
  const { rows } = await sql<{ id: string }>`
    select skill_id as id from ratings where user_id = ${userId} and skill_id = ${skillId}`.execute(
    em.getKysely(),
  );
  return rows[0]?.id;
}

/** Adds a rating to the unit of work. */
export function addRating(em: EntityManager, rating: RequiredEntityData<Rating>): Rating {
  return em.create(Rating, rating);
}

/** Keeps what a rating said until now. */
export function keepEarlier(em: EntityManager, rating: Rating, endedBy: 'update' | 'remove'): void {
  em.create(EarlierRating, {
    ratingId: rating.id,
    user: rating.user.id,
    skill: rating.skill.id,
    version: rating.version.id,
    stars: rating.stars,
    comment: rating.comment ?? null,
    verified: rating.verified,
    since: rating.updatedAt,
    until: new Date(),
    endedBy,
  });
}

/** What a rating that is made now is bound to, and whether it is verified. */
export interface RatingBinding {
  versionId: string | undefined;
  version: string | null;
  verified: boolean;
}

/** The version that a user's rating is bound to: the last one installed, else the latest. */
export async function versionToRate(
  em: EntityManager,
  skill: Pick<Skill, 'id'> & { latestVersion?: string | null | undefined },
  userId: string,
): Promise<RatingBinding> {
  const { rows } = await sql<{ id: string; version: string; verified: boolean }>`
    with installed as (select i.version_id from installs i where i.skill_id = ${skill.id} and i.user_id = ${userId}
      order by i.removed_at is null desc, i.created_at desc limit 1)
    select v.id, v.version, exists (select 1 from installed) as verified from versions v
    where v.id = coalesce((select version_id from installed),
      (select l.id from versions l where l.skill_id = ${skill.id} and l.version = ${skill.latestVersion ?? null}))`.execute(
    em.getKysely(),
  );
  const [row] = rows;
  return { versionId: row?.id, version: row?.version ?? null, verified: row?.verified ?? false };
}

/** A user's rating of a skill, as views show it. */
export async function ownRatingRow(
  em: EntityManager,
  userId: string,
  skillId: string,
): Promise<RatingRow | undefined> {
  const { rows } = await sql<RatingRow>`
    select ${RATING_COLUMNS} from ${RATING_TABLES}
    where r.user_id = ${userId} and r.skill_id = ${skillId}`.execute(em.getKysely());
  return rows[0];
}

/** What a user said before of a skill. */
export interface EarlierRatingRow {
  rating: number;
  comment: string | null;
  version: string;
  /** Milliseconds since 1970, as `until` too. */
  since: number;
  until: number;
  endedBy: 'update' | 'remove';
}

/** More changes of mind than these are not shown. */
const MOST_EARLIER = 50;

/** What a user said before of a skill, the newest first, at most 50. */
export async function earlierRatings(
  em: EntityManager,
  userId: string,
  skillId: string,
): Promise<EarlierRatingRow[]> {
  const { rows } = await sql<EarlierRatingRow>`
    select e.stars as rating, e.comment, v.version, ${milliseconds(sql`e.since`)} as since,
      ${milliseconds(sql`e.until`)} as until, e.ended_by as "endedBy"
    from earlier_ratings e join versions v on v.id = e.version_id
    where e.user_id = ${userId} and e.skill_id = ${skillId}
    order by e.id desc limit ${MOST_EARLIER}`.execute(em.getKysely());
  return rows;
}
