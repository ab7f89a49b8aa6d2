import type { RenameInput, SkillSummary, TransferInput } from '@skill-marketplace/shared/contracts';
import { lockInTransaction, lockNameInTransaction } from '../../database/advisoryLock.ts';
import { invalidInput, notYourPublisher } from '../../errors/failures.ts';
import { afterWaiting } from '../accounts/afterWaiting.ts';
import { ensurePublisher } from '../accounts/ensurePublisher.ts';
import type { CallScope } from '../accounts/scope.ts';
import { recordChange } from '../audit/audit.repository.ts';
import { can } from '../policy/can.ts';
import { forgetWords, takeUpWords, wordsOfSkills } from '../versions/searchIndex.repository.ts';
import { moveRedirect } from './redirect.repository.ts';
import { resembledName } from './resembledName.ts';
import { findOwnSkill, latestVersionsOf, lockSkill } from './skill.repository.ts';
import type { SkillService } from './skill.service.ts';
import { LOCAL_SOURCE, referenceOf, toSummary, type SkillRow } from './skill.view.ts';

/** Gives skills other references; the old ones lead to them for good, and nobody else gets them. */
export class MoveService {
  readonly #skills: SkillService;

  constructor(skills: SkillService) {
    this.#skills = skills;
  }

  /** Gives the skill another name under its publisher. */
  async rename(scope: CallScope, { skillId, name }: RenameInput): Promise<SkillSummary> {
    const row = await this.#own(scope, skillId);
    return this.#move(scope, row, { publisher: row.publisher, name }, 'name', 'skill.rename');
  }

  /** Gives the skill to another publisher, of which the caller is a member as well, or an admin. */
  async transfer(scope: CallScope, { skillId, publisher }: TransferInput): Promise<SkillSummary> {
    const row = await this.#own(scope, skillId);
    if (!can(scope.actor, 'publishInto', undefined, { publisher })) {
      throw notYourPublisher(publisher);
    }
    return this.#move(scope, row, { publisher, name: row.name }, 'publisher', 'skill.transfer');
  }

  async #own(scope: CallScope, skillId: string): Promise<SkillRow> {
    const row = await this.#skills.require(scope, skillId);
    if (row.source !== LOCAL_SOURCE) {
      throw invalidInput(
        'skillId',
        `${referenceOf(row)} is mirrored: its own marketplace names it.`,
      );
    }
    if (!can(scope.actor, 'publishInto', undefined, { publisher: row.publisher })) {
      throw notYourPublisher(row.publisher);
    }
    return row;
  }

  async #move(
    scope: CallScope,
    row: SkillRow,
    next: { publisher: string; name: string },
    field: 'name' | 'publisher',
    action: string,
  ): Promise<SkillSummary> {
    const reference = `${next.publisher}/${next.name}`;
    await scope.em.transactional(async (em) => {
      const inside = { ...scope, em };
      const skill = await afterWaiting(inside, async () => {
        // As whoever publishes does: of several who want one name, one comes first.
        await lockInTransaction(em, 'ingest', 'shared');
        for (const name of [referenceOf(row), reference].sort()) {
          await lockNameInTransaction(em, name);
        }
        return lockSkill(em, row.id);
      });
      const before = `${skill.publisher.name}/${skill.name}`;
      if (before === reference) return;
      if (before !== referenceOf(row)) {
        throw invalidInput('skillId', `${referenceOf(row)} has just become ${before}: try again.`);
      }
      const holder = await findOwnSkill(em, next.publisher, next.name);
      if (holder !== null && holder.id !== skill.id) {
        throw invalidInput(
          field,
          `${reference} is taken, or leads to another skill: choose another name.`,
        );
      }
      await requireUnlike(inside, next, before, field);
      const isGivenAway = next.publisher !== skill.publisher.name;
      const words = isGivenAway ? await wordsOfSkills(em, { skillId: skill.id }) : [];
      await moveRedirect(em, skill, next);
      skill.publisher = await ensurePublisher(inside, next.publisher);
      skill.name = next.name;
      skill.updatedAt = new Date();
      recordChange(inside, {
        action,
        subjectType: 'skill',
        subjectId: skill.id,
        before: { reference: before },
        after: { reference },
      });
      await em.flush();
      await takeUpWords(em, await latestVersionsOf(em, { skillId: skill.id }));
      // It may be for other people now: who knew its words only from it knows them no more.
      if (isGivenAway) await forgetWords(em, words, [row.publisher]);
    });
    return toSummary(await this.#skills.require(scope, row.id));
  }
}

/** Refuses a reference that a new skill would have to wait with; whoever reviews those decides for themselves. */
async function requireUnlike(
  { em, actor }: CallScope,
  next: { publisher: string; name: string },
  before: string,
  field: 'name' | 'publisher',
): Promise<void> {
  if (can(actor, 'review')) return;
  const resembled = await resembledName(em, next, before);
  if (resembled !== undefined) throw invalidInput(field, `${resembled} Ask a reviewer to do this.`);
}
