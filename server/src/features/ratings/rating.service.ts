import { randomUUID } from 'node:crypto';
import type {
  OwnRating,
  RateInput,
  RateResult,
  RatingAggregate,
  RatingList,
  RatingListInput,
} from '@skill-marketplace/shared/contracts';
import type { DomainError } from '../../errors/domainError.ts';
import {
  notYourOwnSkill,
  nothingInstallable,
  ratingNotFound,
  skillNotFound,
} from '../../errors/failures.ts';
import type { CursorCodec } from '../../paging/cursor.ts';
import { splitPage } from '../../paging/page.ts';
import { afterWaiting } from '../accounts/afterWaiting.ts';
import { requireUser, type CallScope } from '../accounts/scope.ts';
import { recordChange } from '../audit/audit.repository.ts';
import { can } from '../policy/can.ts';
import type { Skill } from '../skills/skill.entity.ts';
import { findVisible, lockSkill } from '../skills/skill.repository.ts';
import type { SkillService } from '../skills/skill.service.ts';
import { referenceOf, type SkillRow } from '../skills/skill.view.ts';
import type { Rating } from './rating.entity.ts';
import { aggregateOf, countRating } from './ratingCounts.ts';
import { isHidden } from './ratingReview.repository.ts';
import { countRatings, pageOfRatings } from './ratingList.repository.ts';
import {
  addRating,
  earlierRatings,
  findRating,
  keepEarlier,
  ownRatingRow,
  ratedSkill,
  versionToRate,
  type RatingBinding,
} from './rating.repository.ts';
import { toRating } from './rating.view.ts';

/** Rates, lists and removes; the skill's counts change in the same transaction as the row, under its lock. */
export class RatingService {
  readonly #skills: SkillService;
  readonly #cursors: CursorCodec;

  constructor(skills: SkillService, cursors: CursorCodec) {
    this.#skills = skills;
    this.#cursors = cursors;
  }

  /**
   * Rates the version the user has, or the latest; a second call changes the first, and the same call again
   * changes nothing. Members of the skill's publisher are `not_allowed`.
   */
  async rate(scope: CallScope, input: RateInput): Promise<RateResult> {
    const userId = requireUser(scope);
    const row = await this.#skills.require(scope, input.skillId);
    return scope.em.transactional(async (em) => {
      const skill = await afterWaiting({ ...scope, em }, () => lockSkill(em, row.id));
      const binding = await versionToRate(em, skill, userId);
      const { versionId, verified } = binding;
      const refusal = refusalToRate(scope, row, binding);
      if (refusal !== undefined || versionId === undefined) {
        throw refusal ?? nothingInstallable(referenceOf(row));
      }
      const comment = input.comment === undefined || input.comment === '' ? null : input.comment;
      const values = { version: versionId, stars: input.rating, comment, verified };
      const found = await findRating(em, userId, skill.id);
      const isSame =
        found !== null &&
        found.version.id === versionId &&
        found.stars === values.stars &&
        (found.comment ?? null) === comment &&
        found.verified === verified;
      // A client repeats a call that was not answered: that is no change of mind.
      if (isSame) return { action: 'updated', ...standingOf(skill, found) };

      const rating = await write({ ...scope, em }, skill, found, values);
      return { action: found === null ? 'created' : 'updated', ...standingOf(skill, rating) };
    });
  }

  /** Also of a skill that the caller does not see any more, of which it tells nothing then. */
  async remove(scope: CallScope, skillId: string): Promise<RatingAggregate> {
    const userId = requireUser(scope);
    const row = await findVisible(scope.em, scope.actor, skillId);
    const id = row?.id ?? (await ratedSkill(scope.em, userId, skillId));
    if (id === undefined) throw skillNotFound(skillId);
    return scope.em.transactional(async (em) => {
      const skill = await afterWaiting({ ...scope, em }, () => lockSkill(em, id));
      const rating = await findRating(em, userId, id);
      if (rating === null) {
        throw row === null ? skillNotFound(skillId) : ratingNotFound(referenceOf(row));
      }
      countRating(skill, rating, -1);
      keepEarlier(em, rating, 'remove');
      em.remove(rating);
      recordChange(
        { ...scope, em },
        {
          action: 'rating.remove',
          subjectType: 'rating',
          subjectId: rating.id,
          before: { skillId: skill.id, stars: rating.stars, comment: rating.comment },
        },
      );
      return row === null ? { averageRating: 0, ratingCount: 0 } : aggregateOf(skill);
    });
  }

  /** The caller's own rating, hidden or not, what it would be bound to, and whether it may be made at all. */
  async mine(scope: CallScope, skillId: string): Promise<OwnRating> {
    const userId = requireUser(scope);
    const row = await this.#skills.require(scope, skillId);
    const found = await ownRatingRow(scope.em, userId, row.id);
    const binding = await versionToRate(scope.em, row, userId);
    const refusal = refusalToRate(scope, row, binding);
    const history = await earlierRatings(scope.em, userId, row.id);
    return {
      rating: found === undefined ? null : toRating(found),
      versionToRate: binding.version,
      isOfOtherVersion: found !== undefined && found.version !== binding.version,
      ...(refusal === undefined ? {} : { refusal: refusal.message }),
      history: history.map(({ since, until, ...earlier }) => ({
        ...earlier,
        since: new Date(since),
        until: new Date(until),
      })),
    };
  }

  /** One page; what reviewers hid is listed for them and for its author. */
  async list(scope: CallScope, input: RatingListInput): Promise<RatingList> {
    const { id } = await this.#skills.require(scope, input.skillId);
    const reader = { userId: scope.actor.user?.id, seesHidden: can(scope.actor, 'review') };
    const question = JSON.stringify(['ratings.list', id, input.sort, input.stars, input.verified]);
    const from = this.#cursors.decode(question, input.cursor);
    const rows = await pageOfRatings(scope.em, id, reader, input, from);
    const { page, next } = splitPage(rows, input.limit);
    return {
      items: page.map((row) => ({ ...toRating(row), mine: row.userId === reader.userId })),
      total: await countRatings(scope.em, id, reader, input),
      nextCursor: this.#cursors.encode(question, next),
    };
  }
}

/** Writes a rating over the one that was found, or anew; the skill's row is locked. */
async function write(
  scope: CallScope,
  skill: Skill,
  found: Rating | null,
  values: { version: string; stars: number; comment: string | null; verified: boolean },
): Promise<Rating> {
  const { em } = scope;
  const now = new Date();
  const before = found === null ? null : { stars: found.stars, comment: found.comment };
  if (found !== null) {
    countRating(skill, found, -1);
    keepEarlier(em, found, 'update');
    em.assign(found, { ...values, updatedAt: now });
  }
  const user = requireUser(scope);
  const rating =
    found ??
    addRating(em, {
      id: randomUUID(),
      user,
      skill: skill.id,
      ...values,
      hidden: await isHidden(em, skill.id, user),
      createdAt: now,
      updatedAt: now,
    });
  countRating(skill, rating, 1);
  recordChange(scope, {
    action: found === null ? 'rating.create' : 'rating.update',
    subjectType: 'rating',
    subjectId: rating.id,
    before,
    after: { skillId: skill.id, stars: rating.stars, comment: values.comment },
  });
  return rating;
}

/** What a call that rates answers beside what it did. */
function standingOf(skill: Skill, { hidden }: Pick<Rating, 'hidden'>): Omit<RateResult, 'action'> {
  return { ...aggregateOf(skill), ...(hidden ? { hidden } : {}) };
}

/** Why the caller may not rate the skill. */
function refusalToRate(
  { actor }: CallScope,
  row: SkillRow,
  { versionId }: RatingBinding,
): DomainError | undefined {
  const { publisher } = row;
  if (!can(actor, 'rateSkillOf', undefined, { publisher })) return notYourOwnSkill(publisher);
  return versionId === undefined ? nothingInstallable(referenceOf(row)) : undefined;
}
