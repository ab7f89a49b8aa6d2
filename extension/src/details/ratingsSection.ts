import type { OwnRating, Rating } from '@skill-marketplace/shared/contracts';
import { oneLine, starsText } from '../browse/skillRow.ts';
import { hiddenText, ownRatingText } from '../ratings/ownRatingText.ts';
import { shareText, starRow, type RatingFacts } from '../ratings/ratingBars.ts';

/** What the page of a skill says of ratings beside their figures. */
export interface ShownRatings {
  /** Left out for those who may not rate. */
  own?: OwnRating;
  newest: readonly Rating[];
}

/** The ratings on the page of a skill: figures, one's own, the newest, and what may be done. */
export function ratingsSection(skill: RatingFacts, { own, newest }: ShownRatings): string[] {
  const yours = own === undefined ? undefined : ownRatingText(own);
  const hidden = own?.rating?.hidden;
  return [
    '## Ratings',
    bullets(skill.ratingCount === 0 ? ['Nobody has rated it yet.'] : figures(skill)),
    ...(yours === undefined ? [] : [`Yours: ${yours}`]),
    ...(hidden === undefined ? [] : [hiddenText(hidden)]),
    ...(own?.refusal === undefined ? [] : [oneLine(own.refusal)]),
    ...(newest.length === 0 ? [] : [bullets(newest.map(lineOf))]),
    'Give, change or remove yours with “Skills: Rate…”; tell reviewers of one that should not stand with “Skills: Report a Rating…”.',
  ];
}

function figures(skill: RatingFacts): string[] {
  const verified = starsText({
    averageRating: skill.verifiedAverageRating,
    ratingCount: skill.verifiedRatingCount,
  });
  return [
    `All: ${starsText(skill) ?? ''}`,
    `By people who installed it: ${verified ?? 'none yet'}`,
    ...[5, 4, 3, 2, 1].map((stars) => `${starRow(stars)} ${shareText(skill, stars)}`),
  ];
}

function lineOf(rating: Rating): string {
  const { userName, version, verified, comment, ofPublisher, hidden } = rating;
  const marks = [
    version,
    ...(verified ? ['installed it'] : []),
    ...(ofPublisher === true ? ['now of its publisher'] : []),
    ...(hidden === undefined ? [] : ['hidden']),
  ];
  const said = comment === null ? '' : `: ${oneLine(comment)}`;
  return `${starRow(rating.rating)} ${oneLine(userName)} (${marks.join(', ')})${said}`;
}

function bullets(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join('\n');
}
