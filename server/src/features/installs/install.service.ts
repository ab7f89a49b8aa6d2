import { randomUUID } from 'node:crypto';
import type {
  InstallInput,
  InstallList,
  InstallListInput,
  InstallResult,
} from '@skill-marketplace/shared/contracts';
import { installNotFound, invalidInput } from '../../errors/failures.ts';
import type { CursorCodec } from '../../paging/cursor.ts';
import { splitPage } from '../../paging/page.ts';
import { afterWaiting } from '../accounts/afterWaiting.ts';
import { requireUser, type CallScope } from '../accounts/scope.ts';
import { recordChange } from '../audit/audit.repository.ts';
import { findRating } from '../ratings/rating.repository.ts';
import { countRating } from '../ratings/ratingCounts.ts';
import type { Skill } from '../skills/skill.entity.ts';
import { lockSkill } from '../skills/skill.repository.ts';
import type { SkillService } from '../skills/skill.service.ts';
import { referenceOf } from '../skills/skill.view.ts';
import type { Install } from './install.entity.ts';
import {
  addInstall,
  countInstallsOf,
  countStanding,
  findInstall,
  installAt,
  lockInstall,
  pageOfInstalls,
} from './install.repository.ts';
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
    const sent = await this.#alreadySent(scope, input);
    const planned = await this.#plans.resolve(scope, { ...input, ...sent });
    const { installId, counts } = await scope.em.transactional(async (em) => {
      const inside = { ...scope, em };
      const skill = await afterWaiting(inside, () => lockSkill(em, planned.skillId));
      const id = await recordInstall(inside, skill, planned, input, userId);
      const { installCount, verifiedRatingCount } = skill;
      return { installId: id, counts: { installCount, verifiedRatingCount } };
    });
    const { plan } = planned;
    return { ...plan, skill: { ...plan.skill, ...counts }, installId };
  }

  async uninstall(scope: CallScope, installId: string): Promise<{ removed: true }> {
    const userId = requireUser(scope);
    return scope.em.transactional(async (em) => {
      const install = await lockInstall(em, installId, userId);
      if (install === null) throw installNotFound(installId);
      if (install.removedAt === null) remove({ ...scope, em }, install);
      return { removed: true };
    });
  }

  /** The version that the id stands for, when the call was made before. */
  async #alreadySent({ em, actor }: CallScope, input: InstallInput): Promise<{ version?: string }> {
    if (input.installId === undefined) return {};
    const sent = await findInstall(em, input.installId);
    if (sent === null) return {};
    const { version } = sent.version;
    const isSame =
      sent.user.id === actor.user?.id &&
      (input.version ?? version) === version &&
      sent.target === (input.target ?? null) &&
      sent.agentId === (input.agentId ?? null);
    if (!isSame) {
      throw invalidInput('installId', 'This installId is taken: choose another random one.');
    }
    return { version };
  }

  async list(scope: CallScope, input: InstallListInput): Promise<InstallList> {
    const userId = requireUser(scope);
    const skillId =
      input.skillId === undefined
        ? undefined
        : (await this.#skills.require(scope, input.skillId)).id;
    const question = JSON.stringify(['installs.list', userId, skillId]);
    const from = this.#cursors.decode(question, input.cursor);
    const rows = await pageOfInstalls(scope.em, scope.actor, skillId, input.limit, from);
    const { page, next } = splitPage(rows, input.limit);
    return {
      items: page.map(
        ({ source, publisher, name, position: _position, createdAt, ...install }) => ({
          ...install,
          createdAt: new Date(createdAt),
          reference: referenceOf({ source, publisher, name }),
        }),
      ),
      total: await countStanding(scope.em, scope.actor, skillId),
      nextCursor: this.#cursors.encode(question, next),
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
    const sent = await findInstall(em, input.installId);
    if (sent !== null && sent.skill.id !== skill.id) {
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
  addInstall(em, {
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
async function verifyRating(scope: CallScope, skill: Skill, userId: string): Promise<void> {
  const rating = await findRating(scope.em, userId, skill.id);
  if (rating === null || rating.verified) return;
  countRating(skill, rating, -1);
  rating.verified = true;
  countRating(skill, rating, 1);
  recordChange(scope, {
    action: 'rating.verify',
    subjectType: 'rating',
    subjectId: rating.id,
    before: { verified: false },
    after: { verified: true },
  });
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
