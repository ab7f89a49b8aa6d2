import type {
  JudgedRating,
  RatingAppealList,
  RatingQueueInput,
  RatingReportList,
} from '@skill-marketplace/shared/contracts';
import type { CursorCodec } from '../../paging/cursor.ts';
import { splitPage } from '../../paging/page.ts';
import type { CallScope } from '../accounts/scope.ts';
import { referenceOf } from '../skills/skill.view.ts';
import { toRating } from './rating.view.ts';
import { appealedRatings, reportedRatings, type JudgedRow } from './ratingQueue.repository.ts';

/** Lists the ratings that wait for a reviewer; only reviewers come here. */
export class RatingQueueService {
  readonly #cursors: CursorCodec;

  constructor(cursors: CursorCodec) {
    this.#cursors = cursors;
  }

  /** What people report, the longest waiting first. */
  async reports(
    { em, actor }: CallScope,
    { cursor, limit }: RatingQueueInput,
  ): Promise<RatingReportList> {
    const question = 'ratings.reports';
    const after = this.#cursors.decode(question, cursor);
    const { page, next } = splitPage(await reportedRatings(em, actor, { limit, after }), limit);
    return {
      items: page.map(({ reports, ...row }) => ({
        rating: toJudged(row),
        reports: reports.map(({ at, ...report }) => ({ ...report, at: new Date(at) })),
      })),
      nextCursor: this.#cursors.encode(question, next),
    };
  }

  /** What authors say against hiding, the longest waiting first. */
  async appeals(
    { em, actor }: CallScope,
    { cursor, limit }: RatingQueueInput,
  ): Promise<RatingAppealList> {
    const question = 'ratings.appeals';
    const after = this.#cursors.decode(question, cursor);
    const { page, next } = splitPage(await appealedRatings(em, actor, { limit, after }), limit);
    return {
      items: page.map(({ text, at, ...row }) => ({
        rating: toJudged(row),
        text,
        at: new Date(at),
      })),
      nextCursor: this.#cursors.encode(question, next),
    };
  }
}

function toJudged(row: JudgedRow): JudgedRating {
  return { ...toRating(row), skillId: row.skillId, reference: referenceOf(row) };
}
