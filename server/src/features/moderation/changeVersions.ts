import type { ReviewedVersion } from '@skill-marketplace/shared/contracts';
import { lockInTransaction } from '../../database/advisoryLock.ts';
import type { EntityManager } from '../../database/orm.ts';
import { afterWaiting } from '../accounts/afterWaiting.ts';
import type { CallScope } from '../accounts/scope.ts';
import type { Skill } from '../skills/skill.entity.ts';
import { lockSkill } from '../skills/skill.repository.ts';
import { referenceOf } from '../skills/skill.view.ts';
import { availabilityOf } from '../versions/state.ts';
import type { Version } from '../versions/version.entity.ts';
import { versionsOf } from '../versions/version.repository.ts';
import { transition, type Recorded, type Transition } from '../versions/version.service.ts';

/** A skill whose row is locked, with its versions, newest first. */
export interface LockedSkill {
  em: EntityManager;
  skill: Skill;
  versions: readonly Version[];
  /** Changes the state of one of the versions. */
  change: (version: Version, change: Transition, recorded: Recorded) => Promise<void>;
}

/**
 * Lets `decide` change versions of a skill in one transaction, beside those who publish; of several who do, one comes
 * after the other.
 */
export function changeVersions<T>(
  scope: CallScope,
  skillId: string,
  decide: (locked: LockedSkill) => Promise<T>,
): Promise<T> {
  return scope.em.transactional(async (em) => {
    const inside = { ...scope, em };
    const locked = await afterWaiting(inside, async () => {
      await lockInTransaction(em, 'ingest', 'shared');
      return lockVersions(inside, skillId);
    });
    return decide(locked);
  });
}

/** One transaction that nobody publishes beside: what comes in later sees what was decided about bytes. */
export function decideAlone<T>(
  scope: CallScope,
  decide: (inside: CallScope) => Promise<T>,
): Promise<T> {
  return scope.em.transactional(async (em) => {
    const inside = { ...scope, em };
    await afterWaiting(inside, () => lockInTransaction(em, 'ingest', 'alone'));
    return decide(inside);
  });
}

/** Locks a skill in the caller's transaction; several are locked in the order of their ids. */
export async function lockVersions(scope: CallScope, skillId: string): Promise<LockedSkill> {
  const { em } = scope;
  const skill = await lockSkill(em, skillId);
  const versions = await versionsOf(em, skillId);
  return {
    em,
    skill,
    versions,
    change: (version, change, recorded) =>
      transition(scope, skill, versions, version, change, recorded),
  };
}

/** A version as it stands after a decision. */
export function reviewedVersion(skill: Skill, version: Version): ReviewedVersion {
  const { source, publisher, name, status } = skill;
  return {
    reference: referenceOf({ source, publisher: publisher.name, name }),
    version: version.version,
    status,
    availability: availabilityOf(version),
  };
}
