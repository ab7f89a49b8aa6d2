import type { RatingAggregate } from '@skill-marketplace/shared/contracts';
import type { Skill } from '../skills/skill.entity.ts';
import type { Rating } from './rating.entity.ts';

/** Adds a rating to the counts of its skill, whose row is locked, or takes it away; a hidden one counts nowhere. */
export function countRating(
  skill: Skill,
  { stars, verified, hidden }: Pick<Rating, 'stars' | 'verified' | 'hidden'>,
  sign: 1 | -1,
): void {
  if (hidden) return;
  skill.ratingCount += sign;
  skill.ratingSum += sign * stars;
  if (verified) skill.verifiedRatingCount += sign;
}

/** The aggregate of a skill as the answer to a change gives it. */
export function aggregateOf({ ratingCount, ratingSum }: Skill): RatingAggregate {
  return { averageRating: ratingCount === 0 ? 0 : ratingSum / ratingCount, ratingCount };
}
