import { randomUUID } from 'node:crypto';
import type {
  RateInput,
  RateResult,
  RatingAggregate,
  RatingList,
  RatingListInput,
} from '@skill-marketplace/shared/contracts';
import { nothingInstallable, ratingNotFound } from '../../errors/failures.ts';
import type { CursorCodec } from '../../paging/cursor.ts';
import { splitPage } from '../../paging/page.ts';
import { requireUser, type CallScope } from '../accounts/scope.ts';
import { recordChange } from '../audit/audit.repository.ts';
import type { Skill } from '../skills/skill.entity.ts';
import { lockSkill } from '../skills/skill.repository.ts';
import type { SkillService } from '../skills/skill.service.ts';
import { referenceOf } from '../skills/skill.view.ts';
import type { Rating } from './rating.entity.ts';
import {
  addRating,
  countRatings,
  findRating,
  pageOfRatings,
  versionToRate,
} from './rating.repository.ts';

/** Rates, lists and removes; the skill's counts change in the same transaction as the row, under its lock. */
export class RatingService {
  readonly #skills: SkillService;
  readonly #cursors: CursorCodec;

  constructor(skills: SkillService, cursors: CursorCodec) {
    this.#skills = skills;
    this.#cursors = cursors;
  }

  /** Rates the version the user has, or the latest; a second call changes the first. */
  async rate(scope: CallScope, input: RateInput): Promise<RateResult> {
    const userId = requireUser(scope);
    const row = await this.#skills.require(scope, input.skillId);
    return scope.em.transactional(async (em) => {
      const skill = await lockSkill(em, row.id);
      const { versionId, verified } = await versionToRate(em, skill, userId);
      if (versionId === undefined) throw nothingInstallable(referenceOf(row));
      const found = await findRating(em, userId, skill.id);
      const before = found === null ? null : { stars: found.stars, comment: found.comment };
      const now = new Date();
      const rating =
        found ??
        addRating(em, {
          id: randomUUID(),
          user: userId,
          skill: skill.id,
          version: versionId,
          stars: input.rating,
          verified,
          createdAt: now,
          updatedAt: now,
        });
      if (found !== null) count(skill, found, -1);
      em.assign(rating, {
        version: versionId,
        stars: input.rating,
        verified,
        comment: input.comment === undefined || input.comment === '' ? null : input.comment,
        updatedAt: now,
      });
      count(skill, rating, 1);
      recordChange(
        { ...scope, em },
        {
          action: found === null ? 'rating.create' : 'rating.update',
          subjectType: 'rating',
          subjectId: rating.id,
          before,
          after: { skillId: skill.id, stars: rating.stars, comment: rating.comment },
        },
      );
      return { action: found === null ? 'created' : 'updated', ...aggregateOf(skill) };
    });
  }

  async remove(scope: CallScope, skillId: string): Promise<RatingAggregate> {
    const userId = requireUser(scope);
    const row = await this.#skills.require(scope, skillId);
    return scope.em.transactional(async (em) => {
      const skill = await lockSkill(em, row.id);
      const rating = await findRating(em, userId, skill.id);
      if (rating === null) throw ratingNotFound(referenceOf(row));
      count(skill, rating, -1);
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
      return aggregateOf(skill);
    });
  }

  async list(scope: CallScope, input: RatingListInput): Promise<RatingList> {
    const { id } = await this.#skills.require(scope, input.skillId);
    const question = JSON.stringify(['ratings.list', id, input.sort, input.stars, input.verified]);
    const from = this.#cursors.decode(question, input.cursor);
    const userId = scope.actor.user?.id;
    const rows = await pageOfRatings(scope.em, id, input, from);
    const { page, next } = splitPage(rows, input.limit);
    return {
      items: page.map(
        ({ position: _position, userId: author, createdAt, updatedAt, ...rating }) => ({
          ...rating,
          createdAt: new Date(createdAt),
          updatedAt: new Date(updatedAt),
          mine: author === userId,
        }),
      ),
      total: await countRatings(scope.em, id, input),
      nextCursor: this.#cursors.encode(question, next),
    };
  }
}

/** Adds a rating to the skill's counts, or takes it away. */
function count(
  skill: Skill,
  { stars, verified }: Pick<Rating, 'stars' | 'verified'>,
  sign: 1 | -1,
): void {
  skill.ratingCount += sign;
  skill.ratingSum += sign * stars;
  if (verified) skill.verifiedRatingCount += sign;
}

function aggregateOf({ ratingCount, ratingSum }: Skill): RatingAggregate {
  return { averageRating: ratingCount === 0 ? 0 : ratingSum / ratingCount, ratingCount };
}
