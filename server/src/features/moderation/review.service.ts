import type { PublishedVersion } from '@skill-marketplace/shared/contracts';
import { notAllowed, versionNotFound } from '../../errors/failures.ts';
import type { CallScope } from '../accounts/scope.ts';
import { can } from '../policy/can.ts';
import { lockSkill } from '../skills/skill.repository.ts';
import type { SkillService } from '../skills/skill.service.ts';
import { referenceOf } from '../skills/skill.view.ts';
import { availabilityOf } from '../versions/state.ts';
import { versionsOf } from '../versions/version.repository.ts';
import { transition } from '../versions/version.service.ts';

/** A version as it stands after a review. */
export type Reviewed = Pick<PublishedVersion, 'reference' | 'version' | 'status' | 'availability'>;

/** Decides about versions that wait. */
export class ReviewService {
  readonly #skills: SkillService;

  constructor(skills: SkillService) {
    this.#skills = skills;
  }

  /**
   * Approves the version named, or the newest that waits. One that is blocked is `not_allowed`; approving
   * what is approved already changes nothing.
   */
  async approve(
    scope: CallScope,
    { skillId, version: number }: { skillId: string; version?: string | undefined },
  ): Promise<Reviewed> {
    if (!can(scope.actor, 'review')) throw notAllowed('Only an admin approves versions.');
    const row = await this.#skills.require(scope, skillId);
    const reference = referenceOf(row);
    return scope.em.transactional(async (em) => {
      const skill = await lockSkill(em, row.id);
      const versions = await versionsOf(em, row.id);
      const version = versions.find((candidate) =>
        number === undefined ? availabilityOf(candidate) === 'held' : candidate.version === number,
      );
      if (version === undefined)
        throw versionNotFound(reference, number ?? 'that waits for review');
      if (version.decision === 'blocked') {
        throw notAllowed(`${reference} ${version.version} is blocked, and stays so.`);
      }
      if (version.decision === 'undecided') {
        transition({ ...scope, em }, skill, versions, version, { decision: 'approved' });
      }
      return {
        reference,
        version: version.version,
        status: skill.status,
        availability: availabilityOf(version),
      };
    });
  }
}
