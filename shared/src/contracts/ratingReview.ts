import { z } from 'zod';
import { pagedBy } from './paging.ts';
import { Rating, RatingHiding, Stars } from './ratings.ts';
import { Reference } from './reference.ts';
import { GivenReason, Text } from './text.ts';

/** Output of `ratings.mine`: what the caller says of a skill, and whether the caller may say it. */
export const OwnRating = z.object({
  /** `null` where the caller has not rated. */
  rating: Rating.omit({ mine: true, userName: true, ofPublisher: true }).nullable(),
  /** The version that a rating made at this moment is bound to: the one installed last, else the latest. */
  versionToRate: z.string().nullable(),
  /** The rating is of another version than that one. */
  isOfOtherVersion: z.boolean(),
  /** Why the caller may not rate it, in a sentence; left out where the caller may. */
  refusal: z.string().optional(),
  /** What the caller said before, the newest first, at most 50. */
  history: z.array(
    z.object({
      rating: Stars,
      comment: z.string().nullable(),
      version: z.string(),
      since: z.date(),
      until: z.date(),
      endedBy: z.enum(['update', 'remove']),
    }),
  ),
});
export type OwnRating = z.infer<typeof OwnRating>;

/** Input of what is done to one rating by its id. */
export const RatingIdInput = z.object({ ratingId: z.uuid() });
export type RatingIdInput = z.infer<typeof RatingIdInput>;

/** Input of `ratings.report`, `ratings.hide` and `ratings.rejectAppeal`. */
export const RatingReasonInput = RatingIdInput.extend({ reason: GivenReason });
export type RatingReasonInput = z.infer<typeof RatingReasonInput>;

/** Input of `ratings.appeal`. */
export const RatingAppealInput = RatingIdInput.extend({ text: Text.trim().min(1).max(1000) });
export type RatingAppealInput = z.infer<typeof RatingAppealInput>;

/** Output of `ratings.report`. */
export const RatingReported = z.object({ reported: z.literal(true) });

/** How a rating stands after an appeal or a decision; `hidden` is `null` when everybody sees it. */
export const RatingStanding = z.object({ ratingId: z.uuid(), hidden: RatingHiding.nullable() });
export type RatingStanding = z.infer<typeof RatingStanding>;

/** A rating as reviewers judge it, with the skill that it is about. */
export const JudgedRating = Rating.omit({ mine: true }).extend({
  skillId: z.uuid(),
  reference: Reference,
});
export type JudgedRating = z.infer<typeof JudgedRating>;

/** Input of `ratings.reports` and `ratings.appeals`. */
export const RatingQueueInput = z
  .object({
    ...pagedBy(50),
  })
  .prefault({});
export type RatingQueueInput = z.infer<typeof RatingQueueInput>;

/** Output of `ratings.reports`: what waits for a decision, the longest waiting first. */
export const RatingReportList = z.object({
  items: z.array(
    z.object({
      rating: JudgedRating,
      reports: z.array(z.object({ by: z.string(), reason: z.string(), at: z.date() })),
    }),
  ),
  nextCursor: z.string().nullable(),
});
export type RatingReportList = z.infer<typeof RatingReportList>;

/** Output of `ratings.appeals`: what authors say against hiding, the longest waiting first. */
export const RatingAppealList = z.object({
  items: z.array(z.object({ rating: JudgedRating, text: z.string(), at: z.date() })),
  nextCursor: z.string().nullable(),
});
export type RatingAppealList = z.infer<typeof RatingAppealList>;
