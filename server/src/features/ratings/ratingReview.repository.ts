import { LockMode } from '@mikro-orm/core';
import { sql } from 'kysely';
import type { EntityManager } from '../../database/orm.ts';
import { Rating } from './rating.entity.ts';
import { RatingHiding } from './ratingHiding.entity.ts';
import { RatingReport } from './ratingReport.entity.ts';

/** What a rating is about and whose it is. */
export interface RatingPlace {
  skillId: string;
  userId: string;
  hidden: boolean;
}

/** Where a rating stands; `undefined` for an id of none. */
export async function placeOfRating(
  em: EntityManager,
  ratingId: string,
): Promise<RatingPlace | undefined> {
  const { rows } = await sql<RatingPlace>`
    select skill_id as "skillId", user_id as "userId", hidden from ratings where id = ${ratingId}`.execute(
    em.getKysely(),
  );
  return rows[0];
}

/** The rating, locked until the transaction ends; `null` when it was removed meanwhile. */
export function lockRating(em: EntityManager, ratingId: string): Promise<Rating | null> {
  return em.findOne(Rating, ratingId, { lockMode: LockMode.PESSIMISTIC_WRITE });
}

/** True when what the user says of the skill is hidden. */
export async function isHidden(
  em: EntityManager,
  skillId: string,
  userId: string,
): Promise<boolean> {
  return (await em.count(RatingHiding, { skill: skillId, user: userId })) > 0;
}

/** Why what the user says of the skill is hidden; `null` when it is not. */
export function findHiding(
  em: EntityManager,
  skillId: string,
  userId: string,
): Promise<RatingHiding | null> {
  return em.findOne(RatingHiding, { skill: skillId, user: userId });
}

/** Hides a rating, in the caller's unit of work. */
export function addHiding(
  em: EntityManager,
  rating: Rating,
  reason: string,
  hiddenBy: string,
): RatingHiding {
  return em.create(RatingHiding, {
    skill: rating.skill.id,
    user: rating.user.id,
    reason,
    hiddenAt: new Date(),
    hiddenBy,
  });
}

/** A user's report of a rating. */
export function findReport(
  em: EntityManager,
  ratingId: string,
  userId: string,
): Promise<RatingReport | null> {
  return em.findOne(RatingReport, { rating: ratingId, user: userId });
}

/** Adds a report to the unit of work. */
export function addReport(
  em: EntityManager,
  report: { id: string; rating: string; user: string; reason: string; createdAt: Date },
): RatingReport {
  return em.create(RatingReport, report);
}

/** Closes what people reported of a rating, since reviewers have decided; gives how many reports that were. */
export function closeReports(em: EntityManager, ratingId: string): Promise<number> {
  return em.nativeUpdate(
    RatingReport,
    { rating: ratingId, closedAt: null },
    { closedAt: new Date() },
  );
}
