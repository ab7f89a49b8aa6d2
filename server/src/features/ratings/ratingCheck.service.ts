import { notAllowed } from '../../errors/failures.ts';
import type { CallScope } from '../accounts/scope.ts';
import { recordChange } from '../audit/audit.repository.ts';
import { can } from '../policy/can.ts';
import { lockSkill } from '../skills/skill.repository.ts';
import { referenceOf } from '../skills/skill.view.ts';
import {
  checkedCounts,
  correctVerified,
  ratingDifferences,
  verifiedDifferences,
  type RatingDifference,
  type RatingFigures,
} from './ratingCheck.repository.ts';

/** What a check of all ratings found. */
export interface RatingCheck {
  skills: number;
  ratings: number;
  /** A sentence for each thing that is not as the rows say. */
  differences: string[];
}

const NAMES: Record<keyof RatingFigures, string> = {
  ratingCount: 'ratings',
  ratingSum: 'stars in all',
  verifiedRatingCount: 'verified ratings',
  averageRating: 'average',
  ratingScore: 'score',
};

/** Compares what skills say of their ratings with the ratings themselves, and sets it right. */
export class RatingCheckService {
  /** Counts anew and compares; with `repair` it also sets right, skill by skill, under each one's lock. */
  async check(scope: CallScope, { repair }: { repair: boolean }): Promise<RatingCheck> {
    if (!can(scope.actor, 'administer')) throw notAllowed('Only an admin checks all ratings.');
    const { em } = scope;
    const verified = await verifiedDifferences(em);
    const differing = await ratingDifferences(em);
    if (repair) {
      const skills = [...verified.map(({ skillId }) => skillId), ...differing.map(({ id }) => id)];
      for (const skillId of new Set(skills)) await repairSkill(scope, skillId);
    }
    return {
      ...(await checkedCounts(em)),
      differences: [
        ...verified.map(
          ({ publisher, name, userName, verified: isVerified }) =>
            `${publisher}/${name}: the rating of ${userName} is ${isVerified ? 'verified without an install' : 'not verified, and its author installed the skill'}`,
        ),
        ...differing.map(differenceText),
      ],
    };
  }
}

function differenceText(difference: RatingDifference): string {
  const { stored, counted } = difference;
  const parts = FIGURES.filter((figure) => stored[figure] !== counted[figure]).map(
    (figure) => `${NAMES[figure]} ${stored[figure]} instead of ${counted[figure]}`,
  );
  return `${referenceOf(difference)}: ${parts.join(', ')}`;
}

const FIGURES = [
  'ratingCount',
  'ratingSum',
  'verifiedRatingCount',
  'averageRating',
  'ratingScore',
] as const satisfies (keyof RatingFigures)[];

/** Who rates meanwhile waits for the lock, so the differences are looked for anew under it. */
async function repairSkill(scope: CallScope, skillId: string): Promise<void> {
  await scope.em.transactional(async (em) => {
    const skill = await lockSkill(em, skillId);
    const corrected = await correctVerified(em, skillId);
    const [difference] = await ratingDifferences(em, skillId);
    if (difference !== undefined) {
      const { ratingCount, ratingSum, verifiedRatingCount } = difference.counted;
      em.assign(skill, { ratingCount, ratingSum, verifiedRatingCount });
    }
    if (difference === undefined && corrected.length === 0) return;
    recordChange(
      { ...scope, em },
      {
        action: 'skill.repairRatings',
        subjectType: 'skill',
        subjectId: skillId,
        before: difference?.stored,
        after: { ...difference?.counted, correctedRatings: corrected },
      },
    );
  });
}
