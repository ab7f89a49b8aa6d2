import { randomUUID } from 'node:crypto';
import type {
  RatingAppealInput,
  RatingReasonInput,
  RatingStanding,
} from '@skill-marketplace/shared/contracts';
import { notAllowed, ratingMissing } from '../../errors/failures.ts';
import { afterWaiting } from '../accounts/afterWaiting.ts';
import { requireUser, type CallScope } from '../accounts/scope.ts';
import { recordChange } from '../audit/audit.repository.ts';
import { can } from '../policy/can.ts';
import { findVisible } from '../skills/skill.repository.ts';
import { toHiding } from './rating.view.ts';
import {
  addReport,
  findHiding,
  findReport,
  lockRating,
  placeOfRating,
  type RatingPlace,
} from './ratingReview.repository.ts';

/** What everybody may say about a rating: report another's, and appeal for one's own. */
export class RatingReportService {
  /**
   * Tells reviewers of a rating, once per user; while that waits, a second call changes the reason. What they let
   * stand is reported again only after its author has changed it.
   */
  async report(
    scope: CallScope,
    { ratingId, reason }: RatingReasonInput,
  ): Promise<{ reported: true }> {
    const userId = requireUser(scope);
    const { userId: author } = await requireSeen(scope, ratingId);
    if (author === userId) {
      throw notAllowed('This is your own rating: change or remove it instead of reporting it.');
    }
    return scope.em.transactional(async (em) => {
      const rating = await afterWaiting({ ...scope, em }, () => lockRating(em, ratingId));
      if (rating === null) throw ratingMissing();
      const found = await findReport(em, ratingId, userId);
      const closedAt = found?.closedAt ?? null;
      if (closedAt !== null && rating.updatedAt <= closedAt) {
        throw notAllowed('You have reported this rating before, and reviewers let it stand.');
      }
      if (found !== null && closedAt === null && found.reason === reason) return { reported: true };
      const before = found === null ? null : { reason: found.reason };
      const now = new Date();
      if (found === null) {
        addReport(em, { id: randomUUID(), rating: ratingId, user: userId, reason, createdAt: now });
      } else {
        em.assign(found, { reason, closedAt: null, createdAt: now });
      }
      recordChange(
        { ...scope, em },
        {
          action: 'rating.report',
          subjectType: 'rating',
          subjectId: ratingId,
          before,
          after: { reason },
        },
      );
      return { reported: true };
    });
  }

  /** Asks reviewers to show one's own rating again, once for each time that it is hidden. */
  async appeal(scope: CallScope, { ratingId, text }: RatingAppealInput): Promise<RatingStanding> {
    const userId = requireUser(scope);
    const { userId: author, skillId } = await requireSeen(scope, ratingId);
    if (author !== userId) throw notAllowed('Only the author of a rating appeals for it.');
    return scope.em.transactional(async (em) => {
      // Whoever hides or restores it meanwhile waits for this.
      await afterWaiting({ ...scope, em }, () => lockRating(em, ratingId));
      const hiding = await findHiding(em, skillId, userId);
      if (hiding === null) {
        throw notAllowed('This rating is not hidden: there is nothing to appeal against.');
      }
      if (hiding.appealedAt instanceof Date) {
        if (hiding.appeal === text) return { ratingId, hidden: toHiding(hiding) };
        throw notAllowed('You have appealed for this rating before, and that is possible once.');
      }
      em.assign(hiding, { appeal: text, appealedAt: new Date() });
      recordChange(
        { ...scope, em },
        {
          action: 'rating.appeal',
          subjectType: 'rating',
          subjectId: ratingId,
          after: { appeal: text },
        },
      );
      return { ratingId, hidden: toHiding(hiding) };
    });
  }
}

/** Where a rating stands that the caller may see; otherwise, as where there is none, `not_found`. */
async function requireSeen({ em, actor }: CallScope, ratingId: string): Promise<RatingPlace> {
  const place = await placeOfRating(em, ratingId);
  if (place === undefined) throw ratingMissing();
  const isShown = !place.hidden || place.userId === actor.user?.id || can(actor, 'review');
  if (!isShown || (await findVisible(em, actor, place.skillId)) === null) throw ratingMissing();
  return place;
}
