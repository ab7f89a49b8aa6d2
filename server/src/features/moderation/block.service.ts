import type {
  BlockInput,
  BlockResult,
  PurgeInput,
  PurgeResult,
  ReviewedVersion,
} from '@skill-marketplace/shared/contracts';
import { invalidInput, notAllowed, versionNotFound } from '../../errors/failures.ts';
import { requireUser, type CallScope } from '../accounts/scope.ts';
import { recordChange } from '../audit/audit.repository.ts';
import { can } from '../policy/can.ts';
import type { SkillService } from '../skills/skill.service.ts';
import { referenceOf } from '../skills/skill.view.ts';
import { addBlockedDigest } from '../versions/blockedDigest.repository.ts';
import { isBlockedItself } from '../versions/state.ts';
import type { Advisory, Version } from '../versions/version.entity.ts';
import { skillsWith, versionsOf } from '../versions/version.repository.ts';
import { decideAlone, lockVersions, reviewedVersion } from './changeVersions.ts';
import { eraseVersions } from './eraseVersions.ts';

/** Takes versions away from everybody, by number or by their bytes. */
export class BlockService {
  readonly #skills: SkillService;

  constructor(skills: SkillService) {
    this.#skills = skills;
  }

  /**
   * Blocks a version, or a digest: then every version with it, and whatever comes with it later. What is blocked
   * so already keeps its first reason.
   */
  async block(scope: CallScope, input: BlockInput): Promise<BlockResult> {
    if (!can(scope.actor, 'review')) throw notAllowed('Only reviewers and admins block versions.');
    const { skillId, version, digest, reason, severity } = input;
    const advisory: Advisory = { severity, message: reason, since: new Date().toISOString() };
    if (digest !== undefined) {
      return {
        blocked: await decideAlone(scope, (inside) => blockBytes(inside, digest, advisory)),
      };
    }
    if (skillId === undefined || version === undefined) {
      throw invalidInput('version', 'Say which version is blocked, or give a digest.');
    }
    const row = await this.#skills.require(scope, skillId);
    const blocked = await decideAlone(scope, async (inside) => {
      const { versions, skill, change } = await lockVersions(inside, row.id);
      const found = versions.find((candidate) => candidate.version === version);
      if (found === undefined) throw versionNotFound(referenceOf(row), version);
      // What was purged has nothing left to block.
      if (!isBlockedItself(found) && !(found.purgedAt instanceof Date)) {
        const decided = { decision: 'blocked' as const, advisory, ownBlock: advisory };
        await change(found, decided, { action: 'version.block', reason });
      }
      return [reviewedVersion(skill, found)];
    });
    return { blocked };
  }

  /**
   * Removes the bytes and texts of a version, as of a secret that was published: every version with these bytes is
   * blocked and emptied, and they never come in again. The numbers stay taken.
   */
  async purge(scope: CallScope, { skillId, version, reason }: PurgeInput): Promise<PurgeResult> {
    if (!can(scope.actor, 'administer')) throw notAllowed('Only an admin purges versions.');
    const row = await this.#skills.require(scope, skillId);
    const found = (await versionsOf(scope.em, row.id)).find(
      (candidate) => candidate.version === version,
    );
    if (found === undefined) throw versionNotFound(referenceOf(row), version);
    const advisory: Advisory = {
      severity: 'critical',
      message: reason,
      since: new Date().toISOString(),
    };
    const { digest } = found.bundle;
    return decideAlone(scope, async (inside) => {
      const purged = await blockBytes(inside, digest, advisory, new Date());
      const kept = await eraseVersions(inside, digest);
      return { purged, kept };
    });
  }
}

/** Blocks every version with a digest, and the digest itself for whatever comes later. */
async function blockBytes(
  scope: CallScope,
  digest: string,
  advisory: Advisory,
  purgedAt?: Date,
): Promise<ReviewedVersion[]> {
  const { message: reason, severity } = advisory;
  const action = purgedAt === undefined ? 'version.block' : 'version.purge';
  if (await addBlockedDigest(scope.em, digest, advisory, requireUser(scope))) {
    recordChange(scope, {
      action: 'digest.block',
      subjectType: 'digest',
      subjectId: digest,
      after: { reason, severity },
    });
  }
  const blocked: ReviewedVersion[] = [];
  for (const id of await skillsWith(scope.em, digest)) {
    const { skill, versions, change } = await lockVersions(scope, id);
    const concerned = versions.filter(({ bundle }) => bundle.digest === digest);
    for (const version of concerned) {
      const decided = blockOf(version, advisory, purgedAt);
      if (decided !== undefined) await change(version, decided, { action, reason });
    }
    blocked.push(...concerned.map((version) => reviewedVersion(skill, version)));
  }
  return blocked;
}

/** What changes in a version's state; nothing where it is blocked (and, if that is asked, purged) already. */
function blockOf(version: Version, advisory: Advisory, purgedAt: Date | undefined) {
  const isBlocked = version.decision === 'blocked';
  const purge =
    purgedAt === undefined || version.purgedAt instanceof Date ? undefined : { purgedAt };
  if (isBlocked) return purge;
  return { decision: 'blocked' as const, advisory, ...purge };
}
