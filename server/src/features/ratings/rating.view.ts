import type { AppealState, Rating, RatingHiding } from '@skill-marketplace/shared/contracts';
import { sql } from 'kysely';
import { milliseconds } from '../../database/time.ts';
import type { RatingHiding as HidingRow } from './ratingHiding.entity.ts';

/** A rating with its author and why it is hidden, as `RATING_COLUMNS` selects it. */
export interface RatingRow {
  id: string;
  userId: string;
  userName: string;
  rating: number;
  comment: string | null;
  version: string;
  verified: boolean;
  /** Milliseconds since 1970, as all times here. */
  createdAt: number;
  updatedAt: number;
  ofPublisher: boolean;
  hiddenReason: string | null;
  hiddenAt: number | null;
  appealedAt: number | null;
  rejectedAt: number | null;
  answer: string | null;
}

/** The columns of a rating, from `RATING_TABLES`. */
export const RATING_COLUMNS = sql`r.id, r.user_id as "userId", u.name as "userName", r.stars as rating, r.comment,
  v.version, r.verified, ${milliseconds(sql`r.created_at`)} as "createdAt", ${milliseconds(sql`r.updated_at`)} as "updatedAt",
  exists (select 1 from publisher_members m where m.user_id = r.user_id and m.publisher = s.publisher) as "ofPublisher",
  h.reason as "hiddenReason", ${milliseconds(sql`h.hidden_at`)} as "hiddenAt",
  ${milliseconds(sql`h.appealed_at`)} as "appealedAt", ${milliseconds(sql`h.rejected_at`)} as "rejectedAt", h.answer`;

/** Ratings `r` with author `u`, version `v`, skill `s`, and `h` where they are hidden. */
export const RATING_TABLES = sql`ratings r join users u on u.id = r.user_id join versions v on v.id = r.version_id
  join skills s on s.id = r.skill_id
  left join rating_hidings h on r.hidden and h.skill_id = r.skill_id and h.user_id = r.user_id`;

/** Maps a row to its contract, apart from whose it is. */
export function toRating(row: RatingRow): Omit<Rating, 'mine'> {
  const { hiddenReason, hiddenAt, appealedAt, rejectedAt, answer } = row;
  return {
    id: row.id,
    userName: row.userName,
    rating: row.rating,
    comment: row.comment,
    version: row.version,
    verified: row.verified,
    createdAt: new Date(row.createdAt),
    updatedAt: new Date(row.updatedAt),
    ...(row.ofPublisher ? { ofPublisher: true as const } : {}),
    ...(hiddenReason === null || hiddenAt === null
      ? {}
      : {
          hidden: {
            reason: hiddenReason,
            since: new Date(hiddenAt),
            appeal: appealStateOf(appealedAt !== null, rejectedAt !== null),
            ...(answer === null ? {} : { answer }),
          },
        }),
  };
}

/** Maps why a rating is hidden to its contract. */
export function toHiding(hiding: HidingRow): RatingHiding {
  const { reason, hiddenAt, appealedAt, rejectedAt, answer } = hiding;
  return {
    reason,
    since: hiddenAt,
    appeal: appealStateOf(appealedAt instanceof Date, rejectedAt instanceof Date),
    ...(typeof answer === 'string' ? { answer } : {}),
  };
}

function appealStateOf(isMade: boolean, isRejected: boolean): AppealState {
  if (!isMade) return 'none';
  return isRejected ? 'rejected' : 'open';
}
