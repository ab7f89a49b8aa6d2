import { randomUUID } from 'node:crypto';
import type { Provenance } from '@skill-marketplace/shared/contracts';
import semver from 'semver';
import { storeBundle } from '../../storage/bundle.repository.ts';
import { ensurePublisher } from '../accounts/account.repository.ts';
import type { CallScope } from '../accounts/scope.ts';
import { can } from '../policy/can.ts';
import { recordChange } from '../audit/audit.repository.ts';
import type { Skill } from '../skills/skill.entity.ts';
import { addSkill, findOwnSkill, lockSkill } from '../skills/skill.repository.ts';
import { addVersion, versionsOf } from '../versions/version.repository.ts';
import { transition } from '../versions/version.service.ts';
import type { PreparedSkill } from './preparedSkill.ts';

/** What an ingest did. */
export interface Ingested {
  outcome: 'created' | 'updated' | 'unchanged';
  reference: string;
  version: string;
}

/** Where a skill came from, as far as an ingest does not know it from the skill itself. */
export type Origin = Pick<Provenance, 'kind' | 'path' | 'commit'>;

/**
 * Stores a prepared skill as a version of `publisher/name`, whole or not at all. The same bytes change nothing;
 * other bytes under a number already used take the next patch. What an admin brings in is approved,
 * and stays `scan: none` while there is no scanner.
 */
export async function ingestSkill(
  scope: Pick<CallScope, 'em' | 'actor'>,
  publisher: string,
  prepared: PreparedSkill,
  origin: Origin,
): Promise<Ingested> {
  const name = prepared.parsed.installName;
  const reference = `${publisher}/${name}`;
  return scope.em.transactional(async (em) => {
    await ensurePublisher(em, publisher);
    const found = await findOwnSkill(em, publisher, name);
    const skill =
      found === null
        ? createSkill({ ...scope, em }, publisher, prepared)
        : await lockSkill(em, found.id);
    const versions = found === null ? [] : await versionsOf(em, skill.id);
    const same = versions.find(({ bundle }) => bundle.digest === prepared.digest);
    if (same !== undefined) return { outcome: 'unchanged', reference, version: same.version };

    const number = freeNumber(prepared.version, versions);
    const version = addVersion(em, {
      id: randomUUID(),
      skill,
      version: number,
      bundle: await storeBundle(em, prepared.digest, prepared.files),
      installName: name,
      readme: prepared.parsed.readme,
      analysis: analysisOf(prepared),
      provenance: provenanceOf(prepared, origin, number),
      scan: 'none',
      decision: 'undecided',
      ...(scope.actor.user === null ? {} : { createdBy: scope.actor.user.id }),
      createdAt: new Date(),
    });
    // Everyone else's waits for a review.
    const decision = can(scope.actor, 'import') ? 'approved' : 'undecided';
    transition({ ...scope, em }, skill, [...versions, version], version, { decision });
    if (found !== null && skill.latestVersion === number)
      relist({ ...scope, em }, skill, publisher, prepared);
    return { outcome: found === null ? 'created' : 'updated', reference, version: number };
  });
}

function createSkill(
  scope: Pick<CallScope, 'em' | 'actor'>,
  publisher: string,
  prepared: PreparedSkill,
): Skill {
  const now = new Date();
  const skill = addSkill(scope.em, {
    id: randomUUID(),
    publisher,
    name: prepared.parsed.installName,
    ...listingOf(publisher, prepared),
    category: prepared.parsed.category.name,
    categorySource: prepared.parsed.category.source,
    createdAt: now,
    updatedAt: now,
  });
  recordChange(scope, {
    action: 'skill.create',
    subjectType: 'skill',
    subjectId: skill.id,
    after: { reference: `${publisher}/${skill.name}` },
  });
  return skill;
}

/** Takes the listing data of the version that is the latest from now on; a curated category stays. */
function relist(
  scope: Pick<CallScope, 'em' | 'actor'>,
  skill: Skill,
  publisher: string,
  prepared: PreparedSkill,
): void {
  const { name: category, source: categorySource } = prepared.parsed.category;
  const listing = {
    ...listingOf(publisher, prepared),
    ...(skill.categorySource === 'curated' ? {} : { category, categorySource }),
  };
  const before = Object.fromEntries(
    Object.keys(listing).map((key) => [key, Reflect.get(skill, key)]),
  );
  Object.assign(skill, listing);
  recordChange(scope, {
    action: 'skill.relist',
    subjectType: 'skill',
    subjectId: skill.id,
    before,
    after: listing,
  });
}

function listingOf(publisher: string, { parsed }: PreparedSkill) {
  return {
    displayName: parsed.displayName,
    description: parsed.description,
    tags: parsed.tags,
    skillType: parsed.skillType,
    author: parsed.author ?? publisher,
    homepage: parsed.homepage ?? null,
  };
}

function analysisOf({ parsed, diagnostics }: PreparedSkill) {
  return {
    capabilities: parsed.capabilities,
    packages: parsed.packages,
    tokens: parsed.tokens,
    diagnostics,
  };
}

function provenanceOf(prepared: PreparedSkill, origin: Origin, number: string): Provenance {
  const commit = origin.commit ?? prepared.meta.latest?.commit;
  const declared = prepared.parsed.declaredVersion ?? prepared.meta.latest?.version;
  return {
    kind: origin.kind,
    ...(origin.path === undefined ? {} : { path: origin.path }),
    ...(commit === undefined ? {} : { commit }),
    ...(declared === undefined || declared === number ? {} : { declaredVersion: declared }),
    ...(prepared.sourceDigest === undefined ? {} : { sourceDigest: prepared.sourceDigest }),
  };
}

/** The number asked for, or the first free patch after it; a prerelease stays one. */
function freeNumber(wanted: string, versions: readonly { version: string }[]): string {
  const taken = new Set(versions.map(({ version }) => version));
  const part = semver.prerelease(wanted) === null ? 'patch' : 'prerelease';
  let number = wanted;
  while (taken.has(number)) {
    const next = semver.inc(number, part);
    if (next === null) throw new Error(`${number} is no semantic version`);
    number = next;
  }
  return number;
}
