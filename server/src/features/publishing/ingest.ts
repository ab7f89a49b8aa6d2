import type { PublishResult } from '@skill-marketplace/shared/contracts';
import type { TakenVersion } from '../../errors/failures.ts';
import type { CallScope } from '../accounts/scope.ts';
import type { HousePolicy } from '../policy/housePolicy.ts';
import type { Skill } from '../skills/skill.entity.ts';
import type { Version } from '../versions/version.entity.ts';
import type { PreparedSkill } from './preparedSkill.ts';
import type { Origin } from './versionContent.ts';

/** A skill that is ready to be stored, and how. */
export interface Ingest {
  publisher: string;
  /** The skill's name in its reference. */
  name: string;
  prepared: PreparedSkill;
  origin: Origin;
  /** What happens when other bytes hold the number: an import takes the next patch, a publisher is told. */
  whenTaken: 'next' | 'refuse';
  /** The caller named the number, so the same bytes may get a further one. */
  isNumberAsked: boolean;
  /** What the house takes, and what of it waits. */
  house: HousePolicy;
}

/** Why an ingest did nothing. */
export type Hindrance =
  | ({ outcome: 'version_exists' } & TakenVersion)
  /** These very bytes were blocked, and are not revived. */
  | { outcome: 'blocked' }
  /** These very bytes were withdrawn from this skill, and are not revived. */
  | { outcome: 'yanked' }
  /** The house does not take it, or not there. */
  | { outcome: 'refused'; message: string };

/** What an ingest did, or why it did nothing. */
export type Ingested = PublishResult | Hindrance;

/** Who brings it in; the unit of work is a transaction that holds the lock `ingest`. */
export type IngestScope = Pick<CallScope, 'em' | 'actor'> & { requestId?: string };

/** Where a version goes: into a skill that is there, whose row is locked, or into one that it makes. */
export interface IngestTarget {
  skill: Skill | null;
  /** The newest first. */
  versions: readonly Version[];
}
