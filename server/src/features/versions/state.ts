import type {
  Availability,
  Decision,
  ScanState,
  SkillStatus,
} from '@skill-marketplace/shared/contracts';
import semver from 'semver';
import type { Version } from './version.entity.ts';

/** The parts of a version's state. */
export interface VersionState {
  scan: ScanState;
  decision: Decision;
  /** `null` or missing: not yanked. */
  yankedAt?: Date | null | undefined;
}

/** Derives what may be done with a version; a block wins over everything. */
export function availabilityOf({ scan, decision, yankedAt }: VersionState): Availability {
  if (decision === 'blocked') return 'blocked';
  if (decision === 'undecided' && scan !== 'clean') return 'held';
  return yankedAt instanceof Date ? 'restoreOnly' : 'installable';
}

/** True when a version is blocked whatever becomes of the block of its bytes. */
export function isBlockedItself({ ownBlock }: Pick<Version, 'ownBlock'>): boolean {
  return ownBlock !== null && ownBlock !== undefined;
}

/** The highest installable stable version, else the highest installable prerelease, else `null`. */
export function latestOf(versions: readonly (VersionState & { version: string })[]): string | null {
  const installable = versions
    .filter((version) => availabilityOf(version) === 'installable')
    .map(({ version }) => version)
    .sort(semver.rcompare);
  return (
    installable.find((version) => semver.prerelease(version) === null) ?? installable[0] ?? null
  );
}

/** `active` with an installable version, `banned` when all are blocked, otherwise `untrusted`. */
export function statusOf(versions: readonly VersionState[]): SkillStatus {
  const all = versions.map(availabilityOf);
  if (all.includes('installable')) return 'active';
  return all.length > 0 && all.every((availability) => availability === 'blocked')
    ? 'banned'
    : 'untrusted';
}
