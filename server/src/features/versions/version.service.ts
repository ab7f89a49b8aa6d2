import type { Decision, ScanState } from '@skill-marketplace/shared/contracts';
import { recordChange } from '../audit/audit.repository.ts';
import type { CallScope } from '../accounts/scope.ts';
import type { Skill } from '../skills/skill.entity.ts';
import { availabilityOf, latestOf, statusOf } from './state.ts';
import type { Version } from './version.entity.ts';

/** A change of a version's state. */
export interface Transition {
  scan?: ScanState;
  decision?: Decision;
  yankedAt?: Date | null;
}

/**
 * Changes the state of one version and derives the skill's status and latest version from all of them.
 * The only place where a state changes; the caller holds the skill's row locked.
 */
export function transition(
  scope: Pick<CallScope, 'em' | 'actor'>,
  skill: Skill,
  versions: readonly Version[],
  changed: Version,
  change: Transition,
): void {
  const before = { availability: availabilityOf(changed), latestVersion: skill.latestVersion };
  Object.assign(changed, change);
  skill.latestVersion = latestOf(versions);
  skill.status = statusOf(versions);
  skill.updatedAt = new Date();
  recordChange(scope, {
    action: 'version.transition',
    subjectType: 'version',
    subjectId: changed.id,
    before,
    after: { ...change, availability: availabilityOf(changed), latestVersion: skill.latestVersion },
  });
}
