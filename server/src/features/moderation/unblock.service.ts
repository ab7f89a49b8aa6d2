import type {
  ReviewedVersion,
  UnblockInput,
  UnblockResult,
} from '@skill-marketplace/shared/contracts';
import {
  invalidInput,
  notAllowed,
  notBlocked,
  twoPeopleNeeded,
  versionNotFound,
} from '../../errors/failures.ts';
import type { CallScope } from '../accounts/scope.ts';
import { recordChange } from '../audit/audit.repository.ts';
import { can } from '../policy/can.ts';
import type { HousePolicy } from '../policy/housePolicy.ts';
import type { Skill } from '../skills/skill.entity.ts';
import type { SkillService } from '../skills/skill.service.ts';
import { referenceOf } from '../skills/skill.view.ts';
import { blockOfDigest } from '../versions/blockedDigest.repository.ts';
import { isBlockedItself } from '../versions/state.ts';
import type { Version } from '../versions/version.entity.ts';
import { skillsWith } from '../versions/version.repository.ts';
import type { Transition } from '../versions/version.service.ts';
import { decideAlone, lockVersions, reviewedVersion, type LockedSkill } from './changeVersions.ts';

/** Lifts blocks that were mistakes: what they held waits for an approval then, whatever it was before. */
export class UnblockService {
  readonly #skills: SkillService;
  readonly #house: HousePolicy;

  constructor(skills: SkillService, house: HousePolicy) {
    this.#skills = skills;
    this.#house = house;
  }

  /**
   * Lifts the block of a version, or of a digest. A version stays blocked while its own block or that of its bytes
   * stands; what was purged stays blocked for good. What is not blocked is `not_found`; where the policy asks for
   * two people, what the caller brought in is `not_allowed`.
   */
  async unblock(scope: CallScope, input: UnblockInput): Promise<UnblockResult> {
    if (!can(scope.actor, 'review')) throw notAllowed('Only reviewers and admins lift blocks.');
    const { skillId, version: number, digest, reason } = input;
    if (digest !== undefined) {
      const unblocked = await decideAlone(scope, (inside) => this.#ofBytes(inside, digest, reason));
      return { unblocked };
    }
    if (skillId === undefined || number === undefined) {
      throw invalidInput('version', 'Say which version is not blocked any more, or give a digest.');
    }
    const row = await this.#skills.require(scope, skillId);
    const unblocked = await decideAlone(scope, async (inside) => {
      const locked = await lockVersions(inside, row.id);
      const version = locked.versions.find((candidate) => candidate.version === number);
      if (version === undefined) throw versionNotFound(referenceOf(row), number);
      return this.#ofVersion(inside, locked, version, reason);
    });
    return { unblocked: [unblocked] };
  }

  async #ofVersion(
    scope: CallScope,
    { skill, change }: LockedSkill,
    version: Version,
    reason: string,
  ): Promise<ReviewedVersion> {
    const shown = shownVersion(skill, version);
    if (version.decision !== 'blocked') throw notBlocked(shown);
    this.#refuse(scope, shown, version);
    const { digest } = version.bundle;
    const ofBytes = await blockOfDigest(scope.em, digest);
    const recorded = { action: 'version.unblock', reason } as const;
    if (ofBytes === null) {
      await change(version, lifted(version), recorded);
    } else if (!isBlockedItself(version)) {
      throw notAllowed(`${shown} is blocked by its files: lift the block of ${digest} instead.`);
    } else {
      const { reason: message, severity, blockedAt } = ofBytes;
      const advisory = { message, severity, since: blockedAt.toISOString() };
      await change(version, { ownBlock: null, advisory }, recorded);
    }
    return reviewedVersion(skill, version);
  }

  async #ofBytes(scope: CallScope, digest: string, reason: string): Promise<ReviewedVersion[]> {
    const { em } = scope;
    const block = await blockOfDigest(em, digest);
    if (block === null) throw notBlocked(`The digest ${digest}`);
    const locked: LockedSkill[] = [];
    for (const id of await skillsWith(em, digest)) locked.push(await lockVersions(scope, id));
    const concerned = locked.flatMap(({ versions, ...one }) =>
      versions
        .filter(({ bundle }) => bundle.digest === digest)
        .map((version) => ({ ...one, version })),
    );
    for (const { version } of concerned) this.#refuse(scope, digest, version);
    em.remove(block);
    recordChange(scope, {
      action: 'digest.unblock',
      subjectType: 'digest',
      subjectId: digest,
      before: { reason: block.reason, severity: block.severity },
      after: { reason },
    });
    const blocked = concerned.filter(({ version }) => version.decision === 'blocked');
    for (const { version, change } of blocked) {
      if (isBlockedItself(version)) continue;
      await change(version, lifted(version), { action: 'version.unblock', reason });
    }
    return blocked.map(({ skill, version }) => reviewedVersion(skill, version));
  }

  #refuse({ actor }: CallScope, what: string, version: Version): void {
    if (version.purgedAt instanceof Date) {
      throw notAllowed(`${what} was purged: its files are gone, and it stays blocked.`);
    }
    if (this.#house.requireTwoPeople && version.createdBy?.id === actor.user?.id) {
      throw twoPeopleNeeded(what);
    }
  }
}

/** It waits for an approval; a clean scan alone would let it be installed. */
function lifted({ scan }: Version): Transition {
  return {
    decision: 'undecided',
    advisory: null,
    ownBlock: null,
    ...(scan === 'clean' ? { scan: 'none' } : {}),
  };
}

function shownVersion({ source, publisher, name }: Skill, { version }: Version): string {
  return `${referenceOf({ source, publisher: publisher.name, name })} ${version}`;
}
