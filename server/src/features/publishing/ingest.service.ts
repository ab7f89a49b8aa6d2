import type {
  Diagnostic,
  PublishedVersion,
  PublishResult,
} from '@skill-marketplace/shared/contracts';
import type { EntityManager } from '../../database/orm.ts';
import type { Skill } from '../skills/skill.entity.ts';
import { findOwnSkill, lockSkill } from '../skills/skill.repository.ts';
import { availabilityOf } from '../versions/state.ts';
import type { Version } from '../versions/version.entity.ts';
import { versionsOf } from '../versions/version.repository.ts';
import { hindranceOf, refusalOfPlace } from './hindrance.ts';
import type { Ingest, Ingested, IngestScope, IngestTarget } from './ingest.ts';
import { numberFor } from './numberFor.ts';
import { storeVersion } from './storeVersion.ts';

/**
 * Stores a prepared skill as a version of `publisher/name` in the caller's transaction, whole or not at all.
 * The same bytes change nothing, and a number never gets other bytes. What an admin brings in is approved
 * (`scan: none` while there is no scanner), unless its name resembles a popular one or the house has it looked at;
 * everyone else's is held.
 */
export async function ingestSkill(scope: IngestScope, ingest: Ingest): Promise<Ingested> {
  const { em } = scope;
  const target = await targetOf(em, ingest);
  // Before anything is said of the skill, which may be somebody else's by now.
  const misplaced = refusalOfPlace(scope.actor, ingest, target.skill);
  if (misplaced !== undefined) return misplaced;
  const same = sameBytes(target, ingest);
  if (same !== undefined) return same;
  const number = await numberFor(em, target, ingest);
  const hindrance = await hindranceOf(em, target, ingest, number);
  if (hindrance !== undefined) return hindrance;
  const { skill, version, diagnostics } = await storeVersion(scope, target, ingest, number.free);
  return {
    outcome: target.skill === null ? 'created' : 'updated',
    ...published(skill, version, diagnostics),
  };
}

async function targetOf(
  em: EntityManager,
  { publisher, name }: Pick<Ingest, 'publisher' | 'name'>,
): Promise<IngestTarget> {
  const found = await findOwnSkill(em, publisher, name);
  if (found === null) return { skill: null, versions: [] };
  const skill = await lockSkill(em, found.id);
  return { skill, versions: await versionsOf(em, skill.id) };
}

/** What is answered where a version has the same bytes, so that this ingest is needless. */
function sameBytes(
  { skill, versions }: IngestTarget,
  { prepared, isNumberAsked }: Ingest,
): PublishResult | undefined {
  const same = versions.filter(
    ({ bundle, purgedAt }) => bundle.digest === prepared.digest && !(purgedAt instanceof Date),
  );
  // Of several the one asked for, else the last.
  const version =
    same.find((candidate) => candidate.version === prepared.version) ??
    (isNumberAsked ? undefined : same[0]);
  if (skill === null || version === undefined) return undefined;
  return { outcome: 'unchanged', ...published(skill, version, prepared.diagnostics) };
}

function published(
  skill: Skill,
  version: Version,
  diagnostics: readonly Diagnostic[],
): PublishedVersion {
  return {
    skillId: skill.id,
    reference: `${skill.publisher.name}/${skill.name}`,
    version: version.version,
    digest: version.bundle.digest,
    status: skill.status,
    availability: availabilityOf(version),
    diagnostics: [...diagnostics],
  };
}
