import type { OwnRating } from '@skill-marketplace/shared/contracts';
import { oneLine } from '../browse/skillRow.ts';
import { hiddenText, ownRatingText } from './ownRatingText.ts';
import { ratingsText, shareText, starRow, type RatingFacts } from './ratingBars.ts';

/** What a person may do about their rating of a skill. */
export type RateChoice = { does: 'rate'; stars: number } | { does: 'remove' } | { does: 'appeal' };

/** A row of the list, or a heading; a row without a choice only tells. */
export type RateRow =
  | { heading: string }
  | { label: string; description?: string; detail?: string; choice?: RateChoice };

/** Best first; each with a word, for those who do not count stars. */
const WORDS = [
  [5, 'Excellent'],
  [4, 'Good'],
  [3, 'Fair'],
  [2, 'Poor'],
  [1, 'Bad'],
] as const;

/** The stars to choose from, each with how many chose it, and what may be done about a rating that is there. */
export function rateChoices(skill: RatingFacts, own: OwnRating): RateRow[] {
  const { rating, refusal } = own;
  const stars = WORDS.map(([number, word]) => ({
    label: starRow(number),
    description: `${shareText(skill, number)} · ${number} ${word}${number === rating?.rating ? ' · your rating' : ''}`,
    choice: { does: 'rate' as const, stars: number },
  }));
  return [
    { heading: ratingsText(skill) ?? 'Nobody has rated it yet' },
    ...(refusal === undefined ? stars : []),
    ...(rating === null
      ? []
      : [
          { heading: 'Yours' },
          ...appealRows(own),
          {
            label: 'Remove My Rating',
            detail: oneLine(refusal ?? ownRatingText(own) ?? ''),
            choice: { does: 'remove' as const },
          },
        ]),
  ];
}

function appealRows({ rating }: OwnRating): RateRow[] {
  const hidden = rating?.hidden;
  if (hidden === undefined) return [];
  if (hidden.appeal !== 'none') {
    return [{ label: 'Others Do Not See It', detail: hiddenText(hidden) }];
  }
  return [
    {
      label: 'Ask Reviewers to Show It Again…',
      detail: hiddenText(hidden),
      choice: { does: 'appeal' },
    },
  ];
}
