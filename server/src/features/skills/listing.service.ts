import { isDeepStrictEqual } from 'node:util';
import type {
  DeprecateInput,
  SetCategoryInput,
  SetTagsInput,
  SkillSummary,
  UndeprecateInput,
} from '@skill-marketplace/shared/contracts';
import { invalidInput, notAllowed, notYourPublisher } from '../../errors/failures.ts';
import { afterWaiting } from '../accounts/afterWaiting.ts';
import type { CallScope } from '../accounts/scope.ts';
import { recordChange } from '../audit/audit.repository.ts';
import { can, type Action } from '../policy/can.ts';
import type { HousePolicy } from '../policy/housePolicy.ts';
import { refusalOfCategory } from '../policy/publishRules.ts';
import { takeUpWords } from '../versions/searchIndex.repository.ts';
import type { Version } from '../versions/version.entity.ts';
import { versionsOf } from '../versions/version.repository.ts';
import type { Skill } from './skill.entity.ts';
import { lockSkill } from './skill.repository.ts';
import type { SkillService } from './skill.service.ts';
import { referenceOf, toSummary, type SkillRow } from './skill.view.ts';

/** What of a listing people change. */
type Curated = Partial<
  Pick<Skill, 'category' | 'categorySource' | 'tags' | 'tagsCurated' | 'deprecated' | 'replacedBy'>
>;

/** Changes what the listing of a skill says; what people chose, no later version changes. */
export class ListingService {
  readonly #skills: SkillService;
  readonly #house: HousePolicy;

  constructor(skills: SkillService, house: HousePolicy) {
    this.#skills = skills;
    this.#house = house;
  }

  /** Puts the skill into a category; `null` goes back to what its latest version says. */
  setCategory(scope: CallScope, { skillId, category }: SetCategoryInput): Promise<SkillSummary> {
    const refusal =
      category === null
        ? undefined
        : refusalOfCategory({ name: category, source: 'curated' }, this.#house);
    if (refusal !== undefined) throw invalidInput('category', refusal);
    return this.#change(scope, skillId, 'categorize', 'skill.setCategory', (_skill, latest) =>
      category === null
        ? {
            category: latest?.listing.category ?? 'other',
            categorySource: latest?.listing.categorySource ?? 'derived',
          }
        : { category, categorySource: 'curated' },
    );
  }

  /** Gives the skill its tags; `null` goes back to what its latest version says. */
  setTags(scope: CallScope, { skillId, tags }: SetTagsInput): Promise<SkillSummary> {
    return this.#change(scope, skillId, 'publishInto', 'skill.setTags', (_skill, latest) => ({
      tags: tags ?? latest?.listing.tags ?? [],
      tagsCurated: tags !== null,
    }));
  }

  /** Says that the skill is not kept up any more, and which one to use instead. */
  async deprecate(
    scope: CallScope,
    { skillId, replacedBy }: DeprecateInput,
  ): Promise<SkillSummary> {
    const instead = replacedBy === undefined ? null : await this.#skills.require(scope, replacedBy);
    return this.#change(scope, skillId, 'publishInto', 'skill.deprecate', (skill) => {
      if (instead?.id === skill.id) {
        throw invalidInput('replacedBy', 'A skill cannot be replaced by itself: name another one.');
      }
      if (instead?.membersOnly === true && !isForSameMembers(skill, instead)) {
        throw invalidInput(
          'replacedBy',
          `${referenceOf(instead)} is for members of ${instead.publisher} only, and others see this skill: name one that they see too, or none.`,
        );
      }
      return { deprecated: true, replacedBy: instead === null ? null : referenceOf(instead) };
    });
  }

  undeprecate(scope: CallScope, { skillId }: UndeprecateInput): Promise<SkillSummary> {
    return this.#change(scope, skillId, 'publishInto', 'skill.undeprecate', () => ({
      deprecated: false,
      replacedBy: null,
    }));
  }

  async #change(
    scope: CallScope,
    skillId: string,
    action: Action,
    event: string,
    decide: (skill: Skill, latest: Version | undefined) => Curated,
  ): Promise<SkillSummary> {
    const row = await this.#skills.require(scope, skillId);
    requireCurator(scope, action, row.publisher);
    await scope.em.transactional(async (em) => {
      const skill = await afterWaiting({ ...scope, em }, () => lockSkill(em, row.id));
      // It may have been given to another publisher meanwhile.
      requireCurator(scope, action, skill.publisher.name);
      const latest = (await versionsOf(em, row.id)).find(
        ({ version }) => version === skill.latestVersion,
      );
      const after = decide(skill, latest);
      const before = Object.fromEntries(
        Object.keys(after).map((key) => [key, Reflect.get(skill, key)]),
      );
      if (isDeepStrictEqual(before, after)) return;
      Object.assign(skill, after, { updatedAt: new Date() });
      const subject = { subjectType: 'skill' as const, subjectId: skill.id };
      recordChange({ ...scope, em }, { action: event, ...subject, before, after });
      if (after.tags === undefined || latest === undefined) return;
      await em.flush();
      await takeUpWords(em, [{ skillId: skill.id, versionId: latest.id }]);
    });
    return toSummary(await this.#skills.require(scope, row.id));
  }
}

function requireCurator({ actor }: CallScope, action: Action, publisher: string): void {
  if (can(actor, action, undefined, { publisher })) return;
  throw action === 'categorize'
    ? notAllowed(`Only members of ${publisher}, reviewers and admins change its categories.`)
    : notYourPublisher(publisher);
}

/** Whoever sees the one sees the other. */
function isForSameMembers(skill: Skill, other: SkillRow): boolean {
  return skill.membersOnly && skill.publisher.name === other.publisher;
}
