import { sql } from 'kysely';
import type { EntityManager } from '../../database/orm.ts';
import { milliseconds } from '../../database/time.ts';
import type { Actor } from '../accounts/actor.ts';
import { visibleTo } from '../policy/visibility.ts';
import { RATING_COLUMNS, RATING_TABLES, type RatingRow } from './rating.view.ts';

/** A rating with the skill that it is about, and its place in the order. */
export type JudgedRow = RatingRow & {
  skillId: string;
  source: string;
  publisher: string;
  name: string;
  position: string[];
};

/** What of a queue is asked for: rows beyond that place. */
export interface QueuePart {
  limit: number;
  after: readonly string[] | undefined;
}

const JUDGED_COLUMNS = sql`${RATING_COLUMNS}, s.id as "skillId", s.source, s.publisher, s.name`;

/** A report as reviewers read it. */
export interface ReportRow {
  by: string;
  reason: string;
  /** Milliseconds since 1970. */
  at: number;
}

/**
 * One page of the ratings with open reports of skills that the actor sees, the longest waiting first, and one row
 * more when there is a next page.
 */
export async function reportedRatings(
  em: EntityManager,
  actor: Actor,
  { limit, after }: QueuePart,
): Promise<(JudgedRow & { reports: ReportRow[] })[]> {
  const isBeyond =
    after === undefined
      ? sql`true`
      : sql`(o.first, r.id) > (${after[0]}::timestamptz, ${after[1]}::uuid)`;
  const { rows } = await sql<JudgedRow & { reports: ReportRow[] }>`
    select ${JUDGED_COLUMNS}, o.reports, array[o.first::text, r.id::text] as position
    from ${RATING_TABLES} join (
      select p.rating_id, min(p.created_at) as first,
        jsonb_agg(jsonb_build_object('by', w.name, 'reason', p.reason, 'at', ${milliseconds(sql`p.created_at`)}) order by p.created_at) as reports
      from rating_reports p join users w on w.id = p.user_id
      where p.closed_at is null group by p.rating_id) o on o.rating_id = r.id
    where ${visibleTo(actor)} and ${isBeyond} order by o.first, r.id limit ${limit + 1}`.execute(
    em.getKysely(),
  );
  return rows;
}

/** Likewise the hidden ratings whose authors appeal. */
export async function appealedRatings(
  em: EntityManager,
  actor: Actor,
  { limit, after }: QueuePart,
): Promise<(JudgedRow & { text: string; at: number })[]> {
  const isBeyond =
    after === undefined
      ? sql`true`
      : sql`(h.appealed_at, r.id) > (${after[0]}::timestamptz, ${after[1]}::uuid)`;
  const { rows } = await sql<JudgedRow & { text: string; at: number }>`
    select ${JUDGED_COLUMNS}, h.appeal as text, ${milliseconds(sql`h.appealed_at`)} as at,
      array[h.appealed_at::text, r.id::text] as position
    from ${RATING_TABLES}
    where h.appealed_at is not null and h.rejected_at is null and ${visibleTo(actor)} and ${isBeyond}
    order by h.appealed_at, r.id limit ${limit + 1}`.execute(em.getKysely());
  return rows;
}
