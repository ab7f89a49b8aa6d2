import type { OwnRating, RatingHiding } from '@skill-marketplace/shared/contracts';
import { oneLine } from '../browse/skillRow.ts';
import { starRow } from './ratingBars.ts';

/** One's own rating in a line; `undefined` without one. */
export function ownRatingText({
  rating,
  versionToRate,
  isOfOtherVersion,
}: OwnRating): string | undefined {
  if (rating === null) return undefined;
  const other =
    isOfOtherVersion && versionToRate !== null ? ` (it would now be of ${versionToRate})` : '';
  const comment = rating.comment === null ? '' : `: ${oneLine(rating.comment)}`;
  return `${starRow(rating.rating)} for ${rating.version}${other}${comment}`;
}

/** Why reviewers hid one's rating, and what may be done about it. */
export function hiddenText({ reason, appeal, answer }: RatingHiding): string {
  const why = `Hidden by a reviewer: ${oneLine(reason)}`;
  const answered = answer === undefined ? '' : `: ${oneLine(answer)}`;
  const next = {
    none: 'you may ask once to have it shown again',
    open: 'your appeal waits for an answer',
    rejected: `your appeal was rejected${answered}`,
  }[appeal];
  return `${why} (${next})`;
}
