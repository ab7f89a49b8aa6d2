import { z } from 'zod';
import { pagedBy } from './paging.ts';
import { SkillId } from './reference.ts';
import { Text } from './text.ts';

/** Stars: a whole number from 1 to 5. */
export const Stars = z.number().int().min(1).max(5);

/** Input of `ratings.rate`. */
export const RateInput = z.object({
  skillId: SkillId,
  rating: Stars,
  comment: Text.trim().max(1000).optional(),
});
export type RateInput = z.infer<typeof RateInput>;

/** The skill's aggregate after a change. */
export const RatingAggregate = z.object({
  averageRating: z.number().min(0).max(5),
  ratingCount: z.number().int().nonnegative(),
});
export type RatingAggregate = z.infer<typeof RatingAggregate>;

/** Output of `ratings.rate`. */
export const RateResult = RatingAggregate.extend({
  action: z.enum(['created', 'updated']),
  /** Reviewers hid what this user says of the skill, so it does not count. */
  hidden: z.literal(true).optional(),
});
export type RateResult = z.infer<typeof RateResult>;

/** Input of `ratings.list`. */
export const RatingListInput = z.object({
  skillId: SkillId,
  ...pagedBy(20),
  sort: z.enum(['newest', 'highest', 'lowest']).default('newest'),
  stars: Stars.optional(),
  verified: z.boolean().optional(),
});
export type RatingListInput = z.infer<typeof RatingListInput>;

/** What came of an appeal against hiding a rating: its author may make one. */
export const AppealState = z.enum(['none', 'open', 'rejected']);
export type AppealState = z.infer<typeof AppealState>;

/** Why reviewers hid a rating, as its author and reviewers see it. */
export const RatingHiding = z.object({
  reason: z.string(),
  since: z.date(),
  appeal: AppealState,
  /** Why the appeal was rejected. */
  answer: z.string().optional(),
});
export type RatingHiding = z.infer<typeof RatingHiding>;

/** One person's rating; `verified`: that person installed the skill. */
export const Rating = z.object({
  id: z.uuid(),
  userName: z.string(),
  rating: Stars,
  comment: z.string().nullable(),
  version: z.string(),
  verified: z.boolean(),
  createdAt: z.date(),
  updatedAt: z.date(),
  mine: z.boolean(),
  /** Its author has become a member of the skill's publisher since. */
  ofPublisher: z.literal(true).optional(),
  /** Left out of a rating that everybody sees; one that has it counts nowhere. */
  hidden: RatingHiding.optional(),
});
export type Rating = z.infer<typeof Rating>;

/** One page of ratings. */
export const RatingList = z.object({
  items: z.array(Rating),
  total: z.number().int().nonnegative(),
  nextCursor: z.string().nullable(),
});
export type RatingList = z.infer<typeof RatingList>;

/** Input of `ratings.remove` and `ratings.mine`: one's own rating of the skill. */
export const OwnRatingInput = z.object({ skillId: SkillId });
