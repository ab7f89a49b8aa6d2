import type { RatingReasonInput, RatingStanding } from '@skill-marketplace/shared/contracts';
import { noAppealWaits, notAllowed, ratingMissing } from '../../errors/failures.ts';
import { afterWaiting } from '../accounts/afterWaiting.ts';
import { requireUser, type CallScope } from '../accounts/scope.ts';
import { recordChange } from '../audit/audit.repository.ts';
import { can } from '../policy/can.ts';
import type { Skill } from '../skills/skill.entity.ts';
import { lockSkill } from '../skills/skill.repository.ts';
import type { SkillService } from '../skills/skill.service.ts';
import type { Rating } from './rating.entity.ts';
import { toHiding } from './rating.view.ts';
import { countRating } from './ratingCounts.ts';
import type { RatingHiding } from './ratingHiding.entity.ts';
import {
  addHiding,
  closeReports,
  findHiding,
  lockRating,
  placeOfRating,
} from './ratingReview.repository.ts';

/** What a decision works with: its own unit of work, the locked rows, and what is said of them in the record. */
interface Judged {
  scope: CallScope;
  skill: Skill;
  rating: Rating;
  hiding: RatingHiding | null;
  record: (action: string, change: { before?: unknown; after?: unknown }) => void;
}

/** Decides about ratings that people report or appeal for; only reviewers come here, and never about what touches themselves. */
export class RatingReviewService {
  readonly #skills: SkillService;

  constructor(skills: SkillService) {
    this.#skills = skills;
  }

  /** Hides a rating from everybody but its author and reviewers; it counts nowhere then. Again, it changes the reason. */
  hide(scope: CallScope, { ratingId, reason }: RatingReasonInput): Promise<RatingStanding> {
    const reviewer = requireUser(scope);
    return this.#decide(
      scope,
      ratingId,
      async ({ scope: { em }, skill, rating, hiding, record }) => {
        await closeReports(em, ratingId);
        if (hiding?.reason === reason) return hiding;
        record('rating.hide', { before: { reason: hiding?.reason ?? null }, after: { reason } });
        if (hiding !== null) {
          hiding.reason = reason;
          return hiding;
        }
        countRating(skill, rating, -1);
        rating.hidden = true;
        return addHiding(em, rating, reason, reviewer);
      },
    );
  }

  /** Shows a hidden rating again, which answers an appeal too; one that is not hidden stays as it is. */
  restore(scope: CallScope, ratingId: string): Promise<RatingStanding> {
    return this.#decide(
      scope,
      ratingId,
      async ({ scope: { em }, skill, rating, hiding, record }) => {
        if (hiding === null) return null;
        rating.hidden = false;
        countRating(skill, rating, 1);
        em.remove(hiding);
        record('rating.restore', {
          before: { reason: hiding.reason, appeal: hiding.appeal ?? null },
        });
        return null;
      },
    );
  }

  /** Leaves a rating hidden whose author appeals; `not_found` where no appeal waits. */
  rejectAppeal(scope: CallScope, { ratingId, reason }: RatingReasonInput): Promise<RatingStanding> {
    return this.#decide(scope, ratingId, async ({ hiding, record }) => {
      if (hiding === null || toHiding(hiding).appeal !== 'open') throw noAppealWaits();
      hiding.rejectedAt = new Date();
      hiding.answer = reason;
      record('rating.rejectAppeal', { before: { appeal: hiding.appeal }, after: { reason } });
      return hiding;
    });
  }

  /** Lets a reported rating stand; where nothing is reported it changes nothing. */
  dismissReports(scope: CallScope, ratingId: string): Promise<RatingStanding> {
    return this.#decide(scope, ratingId, async ({ scope: { em }, hiding, record }) => {
      const closed = await closeReports(em, ratingId);
      if (closed > 0) record('rating.dismissReports', { after: { reports: closed } });
      return hiding;
    });
  }

  /** Runs a decision under the locks of skill and rating; it gives why the rating is hidden from then on. */
  async #decide(
    scope: CallScope,
    ratingId: string,
    decide: (judged: Judged) => Promise<RatingHiding | null>,
  ): Promise<RatingStanding> {
    const place = await placeOfRating(scope.em, ratingId);
    if (place === undefined) throw ratingMissing();
    const { publisher } = await this.#skills.require(scope, place.skillId);
    if (place.userId === requireUser(scope)) {
      throw notAllowed('This is your own rating: another reviewer has to decide about it.');
    }
    if (!can(scope.actor, 'judgeRatingsOf', undefined, { publisher })) {
      throw notAllowed(
        `You are a member of the publisher ${publisher}: another reviewer has to decide about ratings of its skills.`,
      );
    }
    return scope.em.transactional(async (em) => {
      const inTransaction = { ...scope, em };
      const skill = await afterWaiting(inTransaction, () => lockSkill(em, place.skillId));
      const rating = await lockRating(em, ratingId);
      if (rating === null) throw ratingMissing();
      const hiding = await findHiding(em, place.skillId, place.userId);
      const hidden = await decide({
        scope: inTransaction,
        skill,
        rating,
        hiding,
        record: (action, change) =>
          recordChange(inTransaction, {
            action,
            subjectType: 'rating',
            subjectId: ratingId,
            ...change,
          }),
      });
      return { ratingId, hidden: hidden === null ? null : toHiding(hidden) };
    });
  }
}
