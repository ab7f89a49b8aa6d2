import type {
  JudgedRating,
  RatingAppealList,
  RatingReportList,
} from '@skill-marketplace/shared/contracts';
import { oneLine } from '../browse/skillRow.ts';
import { starRow } from './ratingBars.ts';

/** What a reviewer may decide about a rating. */
export type Decision = 'hide' | 'dismissReports' | 'restore' | 'rejectAppeal';

/** A rating that waits for a reviewer, as a list shows it. */
export interface WaitingRating {
  ratingId: string;
  label: string;
  description: string;
  /** What people say of it. */
  detail: string;
  /** The likely one first. */
  decisions: readonly Decision[];
}

/** What waits: appeals first, since somebody's word is hidden meanwhile. */
export function waitingRatings(
  reports: RatingReportList['items'],
  appeals: RatingAppealList['items'],
): WaitingRating[] {
  return [
    ...appeals.map(({ rating, text }) => ({
      ...rowOf(rating),
      detail: `Hidden: ${oneLine(rating.hidden?.reason ?? '')} The author: ${oneLine(text)}`,
      decisions: ['restore', 'rejectAppeal'] as const,
    })),
    ...reports.map(({ rating, reports: said }) => ({
      ...rowOf(rating),
      detail: `Reported: ${said.map(({ by, reason }) => `${oneLine(reason)} (${oneLine(by)})`).join(' · ')}`,
      decisions:
        rating.hidden === undefined
          ? (['hide', 'dismissReports'] as const)
          : (['dismissReports', 'restore'] as const),
    })),
  ];
}

function rowOf(rating: JudgedRating): Omit<WaitingRating, 'detail' | 'decisions'> {
  const comment = rating.comment === null ? 'without a comment' : oneLine(rating.comment);
  return {
    ratingId: rating.id,
    label: `${starRow(rating.rating)} ${oneLine(rating.userName)}: ${comment}`,
    description: `${rating.reference} ${rating.version}`,
  };
}
