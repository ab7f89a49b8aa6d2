import { LockMode } from '@mikro-orm/core';
import { sql } from 'kysely';
import type { EntityManager } from '../../database/orm.ts';
import { milliseconds } from '../../database/time.ts';
import type { Actor } from '../accounts/actor.ts';
import { visibleTo } from '../policy/visibility.ts';
import { Rating } from './rating.entity.ts';
import { RATING_COLUMNS, RATING_TABLES, type RatingRow } from './rating.view.ts';
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

/** A rating with the skill that it is about. */
export type JudgedRow = RatingRow & {
  skillId: string;
  source: string;
  publisher: string;
  name: string;
};

const JUDGED_COLUMNS = sql`${RATING_COLUMNS}, s.id as "skillId", s.source, s.publisher, s.name`;

/** Enough for a screen; what was decided makes room for the rest. */
const MOST_WAITING = 200;

/** A report as reviewers read it. */
export interface ReportRow {
  by: string;
  reason: string;
  /** Milliseconds since 1970. */
  at: number;
}

/** Ratings with open reports of skills that the actor sees, the longest waiting first. */
export async function reportedRatings(
  em: EntityManager,
  actor: Actor,
): Promise<(JudgedRow & { reports: ReportRow[] })[]> {
  const { rows } = await sql<JudgedRow & { reports: ReportRow[] }>`
    select ${JUDGED_COLUMNS}, o.reports
    from ${RATING_TABLES} join (
      select p.rating_id, min(p.created_at) as first,
        jsonb_agg(jsonb_build_object('by', w.name, 'reason', p.reason, 'at', ${milliseconds(sql`p.created_at`)}) order by p.created_at) as reports
      from rating_reports p join users w on w.id = p.user_id
      where p.closed_at is null group by p.rating_id order by 2 limit ${MOST_WAITING}) o on o.rating_id = r.id
    where ${visibleTo(actor)} order by o.first, r.id`.execute(em.getKysely());
  return rows;
}

/** Hidden ratings, of skills that the actor sees, whose authors appeal; the longest waiting first. */
export async function appealedRatings(
  em: EntityManager,
  actor: Actor,
): Promise<(JudgedRow & { text: string; at: number })[]> {
  const { rows } = await sql<JudgedRow & { text: string; at: number }>`
    select ${JUDGED_COLUMNS}, h.appeal as text, ${milliseconds(sql`h.appealed_at`)} as at
    from ${RATING_TABLES} where h.appealed_at is not null and h.rejected_at is null and ${visibleTo(actor)}
    order by h.appealed_at, r.id limit ${MOST_WAITING}`.execute(em.getKysely());
  return rows;
}
