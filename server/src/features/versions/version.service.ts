import { isDeepStrictEqual } from 'node:util';
import type { Decision, ScanState, VersionDecision } from '@skill-marketplace/shared/contracts';
import type { EntityManager } from '../../database/orm.ts';
import { recordChange } from '../audit/audit.repository.ts';
import type { CallScope } from '../accounts/scope.ts';
import type { Skill } from '../skills/skill.entity.ts';
import { forgetWords, indexSkill, wordsOfSkills } from './searchIndex.repository.ts';
import { availabilityOf, latestOf, statusOf } from './state.ts';
import type { Advisory, Listing, Version } from './version.entity.ts';
import { takeUpHistory } from './version.repository.ts';

/** A change of a version's state; `yankReason` goes with `yankedAt`, `advisory` with a block. */
export interface Transition {
  scan?: ScanState;
  decision?: Decision;
  yankedAt?: Date | null;
  yankReason?: string | null;
  advisory?: Advisory | null;
  /** With the block of a version itself, and `null` with its end. */
  ownBlock?: Advisory | null;
  purgedAt?: Date;
}

/** What the record says of a change of state. */
export interface Recorded {
  action: `version.${'create' | VersionDecision['action'] | 'yank'}`;
  /** Why, where somebody says so. */
  reason?: string | undefined;
}

/**
 * Changes the state of one version and derives from all of them the skill's status, its latest version, and
 * what its listing says and what a search finds it by. The only place where a state changes; the caller holds the
 * skill's row locked.
 */
export async function transition(
  scope: Pick<CallScope, 'em' | 'actor'>,
  skill: Skill,
  versions: readonly Version[],
  changed: Version,
  change: Transition,
  { action, reason }: Recorded,
): Promise<void> {
  const before = {
    ...Object.fromEntries(
      Object.keys(change).map((key) => [key, Reflect.get(changed, key) ?? null]),
    ),
    availability: availabilityOf(changed),
    latestVersion: skill.latestVersion,
  };
  Object.assign(changed, change);
  skill.latestVersion = latestOf(versions);
  const latest = versions.find(({ version }) => version === skill.latestVersion);
  skill.status = statusOf(versions);
  skill.updatedAt = new Date();
  recordChange(scope, {
    action,
    subjectType: 'version',
    subjectId: changed.id,
    before,
    after: {
      ...change,
      availability: availabilityOf(changed),
      latestVersion: skill.latestVersion,
      ...(reason === undefined ? {} : { reason }),
    },
  });
  // What nobody has approved says nothing about a skill, nor takes its numbers.
  if (change.decision === 'approved') {
    await scope.em.flush();
    await takeUpHistory(scope.em, changed.id);
  }
  if (skill.latestVersion === before.latestVersion) return;
  if (latest !== undefined) {
    relist(scope, skill, latest.listing);
    await scope.em.flush();
    await indexSkill(scope.em, skill.id, latest.id);
  }
  if (changed.version === before.latestVersion) await forgetVersion(scope.em, skill, changed);
}

/** What was said by a version that nobody is shown any more, no query is corrected to. */
async function forgetVersion(em: EntityManager, skill: Skill, { id }: Version): Promise<void> {
  await em.flush();
  const words = await wordsOfSkills(em, { versionIds: [id] });
  await forgetWords(em, words, [skill.publisher.name]);
}

/** Shows what a version says of itself; a curated category and curated tags stay. */
export function relist(
  scope: Pick<CallScope, 'em' | 'actor'>,
  skill: Skill,
  listing: Listing,
): void {
  const { category, categorySource, tags, ...rest } = listing;
  const shown = {
    ...rest,
    ...(skill.tagsCurated ? {} : { tags }),
    ...(skill.categorySource === 'curated' ? {} : { category, categorySource }),
  };
  const before = Object.fromEntries(
    Object.keys(shown).map((key) => [key, Reflect.get(skill, key)]),
  );
  if (isDeepStrictEqual(before, shown)) return;
  Object.assign(skill, shown);
  recordChange(scope, {
    action: 'skill.relist',
    subjectType: 'skill',
    subjectId: skill.id,
    before,
    after: shown,
  });
}

/** Takes back all that purged versions said of a skill which shows no other; the record does not repeat it. */
export function unlist(scope: Pick<CallScope, 'em' | 'actor'>, skill: Skill): void {
  const shown = {
    displayName: skill.name,
    description: '',
    tags: [],
    author: skill.publisher.name,
    homepage: null,
  };
  Object.assign(skill, shown);
  recordChange(scope, {
    action: 'skill.unlist',
    subjectType: 'skill',
    subjectId: skill.id,
    after: shown,
  });
}
