import { randomUUID } from 'node:crypto';
import type {
  InstallInput,
  InstallList,
  InstallListInput,
  InstallResult,
} from '@skill-marketplace/shared/contracts';
import { installNotFound, invalidInput, signedOut } from '../../errors/failures.ts';
import type { CursorCodec } from '../../paging/cursor.ts';
import type { CallScope } from '../accounts/scope.ts';
import { recordChange } from '../audit/audit.repository.ts';
import { Rating } from '../ratings/rating.entity.ts';
import type { Skill } from '../skills/skill.entity.ts';
import { lockSkill } from '../skills/skill.repository.ts';
import type { SkillService } from '../skills/skill.service.ts';
import { referenceOf } from '../skills/skill.view.ts';
import { Install } from './install.entity.ts';
import { countInstallsOf, countStanding, installAt, pageOfInstalls } from './install.repository.ts';
import type { InstallPlanService, PlannedInstall } from './plan.service.ts';

/** Keeps who installed what; the skill's counts change in the same transaction, under its lock. */
export class InstallService {
  readonly #plans: InstallPlanService;
  readonly #skills: SkillService;
  readonly #cursors: CursorCodec;

  constructor(plans: InstallPlanService, skills: SkillService, cursors: CursorCodec) {
    this.#plans = plans;
    this.#skills = skills;
    this.#cursors = cursors;
  }

  /** Records an install that is on disk; the same call again gives the same id, and counts once. */
  async install(scope: CallScope, input: InstallInput): Promise<InstallResult> {
    const userId = requireUser(scope);
    const planned = await this.#plans.resolve(scope, input);
    const installId = await scope.em.transactional(async (em) => {
      const skill = await lockSkill(em, planned.skillId);
      return recordInstall({ ...scope, em }, skill, planned, input, userId);
    });
    return { ...planned.plan, installId };
  }

  async uninstall(scope: CallScope, installId: string): Promise<{ removed: true }> {
    const userId = requireUser(scope);
    return scope.em.transactional(async (em) => {
      const install = await em.findOne(Install, { id: installId, user: userId });
      if (install === null) throw installNotFound(installId);
      if (install.removedAt === null) remove({ ...scope, em }, install);
      return { removed: true };
    });
  }

  async list(scope: CallScope, input: InstallListInput): Promise<InstallList> {
    const userId = requireUser(scope);
    const skillId =
      input.skillId === undefined
        ? undefined
        : (await this.#skills.require(scope, input.skillId)).id;
    const question = JSON.stringify(['installs.list', userId, skillId]);
    const from =
      input.cursor === undefined ? undefined : this.#cursors.decode(question, input.cursor);
    const rows = await pageOfInstalls(
      scope.em,
      userId,
      skillId,
      input.limit,
      Array.isArray(from) ? from : undefined,
    );
    const page = rows.slice(0, input.limit);
    const last = page.at(-1);
    return {
      items: page.map(
        ({ source, publisher, name, position: _position, createdAt, ...install }) => ({
          ...install,
          createdAt: new Date(createdAt),
          reference: referenceOf({ source, publisher, name }),
        }),
      ),
      total: await countStanding(scope.em, userId, skillId),
      nextCursor:
        rows.length > page.length && last !== undefined
          ? this.#cursors.encode(question, last.position)
          : null,
    };
  }
}

async function recordInstall(
  scope: CallScope,
  skill: Skill,
  { versionId }: PlannedInstall,
  input: InstallInput,
  userId: string,
): Promise<string> {
  const { em } = scope;
  const place = {
    userId,
    skillId: skill.id,
    agentId: input.agentId ?? null,
    target: input.target ?? null,
  };
  if (input.installId !== undefined) {
    const sent = await em.findOne(Install, input.installId);
    if (sent !== null && (sent.user.id !== userId || sent.skill.id !== skill.id)) {
      throw invalidInput('installId', 'This installId is taken: choose another random one.');
    }
    if (sent !== null) return sent.id;
  }
  const standing = await installAt(em, place);
  if (standing?.version.id === versionId) return standing.id;
  // Another version at the same place: the update ends the earlier install.
  if (standing !== null) remove(scope, standing);

  if ((await countInstallsOf(em, userId, skill.id)) === 0) {
    skill.installCount += 1;
    await verifyRating(scope, skill, userId);
  }
  const id = input.installId ?? randomUUID();
  em.create(Install, {
    id,
    user: userId,
    skill: skill.id,
    version: versionId,
    agentId: place.agentId,
    target: place.target,
    createdAt: new Date(),
  });
  recordChange(scope, {
    action: 'install.create',
    subjectType: 'install',
    subjectId: id,
    after: { skillId: skill.id, versionId, agentId: place.agentId, target: place.target },
  });
  return id;
}

/** A rating made before the first install becomes a verified one. */
async function verifyRating({ em }: CallScope, skill: Skill, userId: string): Promise<void> {
  const rating = await em.findOne(Rating, { user: userId, skill: skill.id, verified: false });
  if (rating === null) return;
  rating.verified = true;
  skill.verifiedRatingCount += 1;
}

function remove(scope: CallScope, install: Install): void {
  install.removedAt = new Date();
  recordChange(scope, {
    action: 'install.remove',
    subjectType: 'install',
    subjectId: install.id,
    before: { skillId: install.skill.id, versionId: install.version.id },
  });
}

function requireUser({ actor }: CallScope): string {
  if (actor.user === null) throw signedOut();
  return actor.user.id;
}
