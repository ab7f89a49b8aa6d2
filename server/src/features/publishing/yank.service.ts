import type { YankInput, YankResult } from '@skill-marketplace/shared/contracts';
import { notYourPublisher, versionNotFound } from '../../errors/failures.ts';
import type { CallScope } from '../accounts/scope.ts';
import { changeVersions } from '../moderation/changeVersions.ts';
import { can } from '../policy/can.ts';
import type { SkillService } from '../skills/skill.service.ts';
import { referenceOf } from '../skills/skill.view.ts';
import { availabilityOf } from '../versions/state.ts';

/** Withdraws versions: those who have one may get it again, nobody else. */
export class YankService {
  readonly #skills: SkillService;

  constructor(skills: SkillService) {
    this.#skills = skills;
  }

  /** Withdraws a version for the reason given; one that is withdrawn already keeps its first reason. */
  async yank(
    scope: CallScope,
    { skillId, version: number, reason }: YankInput,
  ): Promise<YankResult> {
    const row = await this.#skills.require(scope, skillId);
    requireMember(scope, row.publisher);
    return changeVersions(scope, row.id, async ({ skill, versions, change }) => {
      // It may have been given to another publisher meanwhile.
      requireMember(scope, skill.publisher.name);
      const version = versions.find((candidate) => candidate.version === number);
      if (version === undefined) throw versionNotFound(referenceOf(row), number);
      if (!(version.yankedAt instanceof Date)) {
        const withdrawn = { yankedAt: new Date(), yankReason: reason };
        await change(version, withdrawn, { action: 'version.yank' });
      }
      return { availability: availabilityOf(version) };
    });
  }
}

function requireMember({ actor }: CallScope, publisher: string): void {
  if (can(actor, 'publishInto', undefined, { publisher })) return;
  throw notYourPublisher(publisher);
}
