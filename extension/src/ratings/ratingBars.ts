import type { SkillDetail } from '@skill-marketplace/shared/contracts';
import { count, starsText } from '../browse/skillRow.ts';

/** What of a skill its ratings are drawn from. */
export type RatingFacts = Pick<
  SkillDetail,
  | 'averageRating'
  | 'ratingCount'
  | 'ratingDistribution'
  | 'verifiedAverageRating'
  | 'verifiedRatingCount'
>;

const WIDTH = 10;

/** A bar as long as the part is of the whole; what is there at all is seen. */
export function barOf(part: number, whole: number): string {
  const share = whole === 0 ? 0 : part / whole;
  const filled = part === 0 ? 0 : Math.max(1, Math.round(share * WIDTH));
  return '█'.repeat(filled) + '░'.repeat(WIDTH - filled);
}

/** How many gave those stars: a bar, the number, and its share. */
export function shareText({ ratingDistribution, ratingCount }: RatingFacts, stars: number): string {
  const part = ratingDistribution[stars - 1] ?? 0;
  const percent = ratingCount === 0 ? 0 : Math.round((100 * part) / ratingCount);
  return `${barOf(part, ratingCount)} ${count(part)} (${percent} %)`;
}

/** `★★★☆☆` */
export function starRow(stars: number): string {
  return '★'.repeat(stars) + '☆'.repeat(5 - stars);
}

/** All ratings, and apart from them those by people who installed it; `undefined` when nobody has rated. */
export function ratingsText(skill: RatingFacts): string | undefined {
  const all = starsText(skill);
  if (all === undefined) return undefined;
  const verified = starsText({
    averageRating: skill.verifiedAverageRating,
    ratingCount: skill.verifiedRatingCount,
  });
  return `${all}, ${verified ?? 'none'} by people who installed it`;
}
