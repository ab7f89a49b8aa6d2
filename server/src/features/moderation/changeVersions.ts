import type { EntityManager } from '../../database/orm.ts';
import type { CallScope } from '../accounts/scope.ts';
import type { Skill } from '../skills/skill.entity.ts';
import { lockSkill } from '../skills/skill.repository.ts';
import type { Version } from '../versions/version.entity.ts';
import { versionsOf } from '../versions/version.repository.ts';
import { transition, type Transition } from '../versions/version.service.ts';

/** A skill whose row is locked, with its versions, newest first. */
export interface LockedSkill {
  em: EntityManager;
  skill: Skill;
  versions: readonly Version[];
  /** Changes the state of one of the versions. */
  change: (version: Version, change: Transition) => Promise<void>;
}

/** Lets `decide` change versions of a skill in one transaction; of several who do, one comes after the other. */
export function changeVersions<T>(
  scope: CallScope,
  skillId: string,
  decide: (locked: LockedSkill) => Promise<T>,
): Promise<T> {
  return scope.em.transactional(async (em) => {
    const skill = await lockSkill(em, skillId);
    const versions = await versionsOf(em, skillId);
    return decide({
      em,
      skill,
      versions,
      change: (version, change) => transition({ ...scope, em }, skill, versions, version, change),
    });
  });
}
