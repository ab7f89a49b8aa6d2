import type {
  PublisherVisibility,
  PublisherVisibilityInput,
  SkillSummary,
  SkillVisibilityInput,
} from '@skill-marketplace/shared/contracts';
import { lockInTransaction } from '../../database/advisoryLock.ts';
import type { EntityManager } from '../../database/orm.ts';
import { publisherNotFound, notYourPublisher } from '../../errors/failures.ts';
import { afterWaiting } from '../accounts/afterWaiting.ts';
import { findPublisher } from '../accounts/publisher.repository.ts';
import type { CallScope } from '../accounts/scope.ts';
import { recordChange } from '../audit/audit.repository.ts';
import { can } from '../policy/can.ts';
import {
  forgetWords,
  takeUpWords,
  wordsOfSkills,
  type SkillsOf,
} from '../versions/searchIndex.repository.ts';
import { latestVersionsOf, lockSkill } from './skill.repository.ts';
import type { SkillService } from './skill.service.ts';
import { toSummary } from './skill.view.ts';

/** Decides who may see a skill, or all skills of a publisher. */
export class VisibilityService {
  readonly #skills: SkillService;

  constructor(skills: SkillService) {
    this.#skills = skills;
  }

  /** For its members, admins too; what is changed to is what it says already, nothing happens. */
  async setSkill(
    scope: CallScope,
    { skillId, visibility }: SkillVisibilityInput,
  ): Promise<SkillSummary> {
    const row = await this.#skills.require(scope, skillId);
    requireMember(scope, row.publisher);
    await scope.em.transactional(async (em) => {
      const skill = await afterWaiting({ ...scope, em }, async () => {
        await lockInTransaction(em, 'ingest', 'shared');
        return lockSkill(em, row.id);
      });
      // It may have been given to another publisher meanwhile.
      requireMember(scope, skill.publisher.name);
      const before = skill.visibility;
      if (before === visibility) return;
      skill.visibility = visibility;
      recordChange(
        { ...scope, em },
        {
          action: 'skill.setVisibility',
          subjectType: 'skill',
          subjectId: skill.id,
          before: { visibility: before },
          after: { visibility },
        },
      );
      await em.flush();
      await moveWords(em, { skillId: skill.id }, row.publisher);
    });
    return toSummary(await this.#skills.require(scope, row.id));
  }

  /** For all skills of the publisher, those to come too. */
  async setPublisher(
    scope: CallScope,
    { publisher: name, visibility }: PublisherVisibilityInput,
  ): Promise<PublisherVisibility> {
    requireMember(scope, name);
    return scope.em.transactional(async (em) => {
      // Alone, since it waits for every skill of the publisher.
      await afterWaiting({ ...scope, em }, () => lockInTransaction(em, 'ingest', 'alone'));
      const publisher = await findPublisher(em, name);
      if (publisher === null) throw publisherNotFound(name);
      const before = publisher.visibility;
      if (before !== visibility) {
        publisher.visibility = visibility;
        recordChange(
          { ...scope, em },
          {
            action: 'publisher.setVisibility',
            subjectType: 'publisher',
            subjectId: name,
            before: { visibility: before },
            after: { visibility },
          },
        );
        await em.flush();
        await moveWords(em, { publisher: name }, name);
      }
      return { publisher: name, visibility };
    });
  }
}

function requireMember({ actor }: CallScope, publisher: string): void {
  if (!can(actor, 'publishInto', undefined, { publisher })) throw notYourPublisher(publisher);
}

/** Lets the words of skills be known to those who may see them, and to nobody else. */
async function moveWords(em: EntityManager, of: SkillsOf, publisher: string): Promise<void> {
  await takeUpWords(em, await latestVersionsOf(em, of));
  await forgetWords(em, await wordsOfSkills(em, of), [publisher]);
}
