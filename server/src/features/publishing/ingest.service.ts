import { randomUUID } from 'node:crypto';
import type {
  Diagnostic,
  PublishedVersion,
  PublishResult,
} from '@skill-marketplace/shared/contracts';
import type { EntityManager } from '../../database/orm.ts';
import { storeBundles } from '../../storage/bundle.repository.ts';
import type { TakenVersion } from '../../errors/failures.ts';
import { ensurePublisher } from '../accounts/publisher.repository.ts';
import type { CallScope } from '../accounts/scope.ts';
import { recordChange } from '../audit/audit.repository.ts';
import { can } from '../policy/can.ts';
import type { HousePolicy } from '../policy/housePolicy.ts';
import { isTakenAsApproved, refusalOfContent } from '../policy/publishRules.ts';
import type { Skill } from '../skills/skill.entity.ts';
import { addSkill, findOwnSkill, lockSkill } from '../skills/skill.repository.ts';
import { isBlockedDigest } from '../versions/blockedDigest.repository.ts';
import { availabilityOf } from '../versions/state.ts';
import type { Version } from '../versions/version.entity.ts';
import { addVersion, earlierVersionsOf, versionsOf } from '../versions/version.repository.ts';
import { transition } from '../versions/version.service.ts';
import { freeNumber, newestAbove } from './freeNumber.ts';
import type { PreparedSkill } from './preparedSkill.ts';
import { resembledName } from './resembledName.ts';
import { analysisOf, listingOf, provenanceOf, type Origin } from './versionContent.ts';

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

/** What an ingest did, or why it did nothing. */
export type Ingested =
  | PublishResult
  | ({ outcome: 'version_exists' } & TakenVersion)
  /** These very bytes were blocked, and are not revived. */
  | { outcome: 'blocked' }
  /** These very bytes were withdrawn from this skill, and are not revived. */
  | { outcome: 'yanked' }
  /** The house does not take it, or not there. */
  | { outcome: 'refused'; message: string };

/** Who brings it in; the unit of work is a transaction that holds the lock `ingest`. */
type IngestScope = Pick<CallScope, 'em' | 'actor'> & { requestId?: string };

/**
 * Stores a prepared skill as a version of `publisher/name` in the caller's transaction, whole or not at all.
 * The same bytes change nothing, and a number never gets other bytes. What an admin brings in is approved
 * (`scan: none` while there is no scanner), unless its name resembles a popular one or the house has it looked at;
 * everyone else's is held.
 */
export async function ingestSkill(scope: IngestScope, ingest: Ingest): Promise<Ingested> {
  const { em } = scope;
  const { publisher, name, prepared } = ingest;
  const found = await findOwnSkill(em, publisher, name);
  const versions = found === null ? [] : await versionsOf(em, (await lockSkill(em, found.id)).id);
  const moved = refusalOfMoved(scope, ingest, found);
  if (moved !== undefined) return { outcome: 'refused', message: moved };
  const same = sameBytes(versions, ingest);
  if (found !== null && same !== undefined) {
    return { outcome: 'unchanged', ...published(found, same, prepared.diagnostics) };
  }
  const refusal = refusalOfContent(prepared.parsed, ingest.house);
  if (refusal !== undefined) return { outcome: 'refused', message: refusal };
  const taken = await takenNumbers(em, found, versions, prepared);
  const number = freeNumber(prepared.version, taken);
  const isTaken = number !== prepared.version && ingest.whenTaken === 'refuse';
  const exists: Ingested | undefined = isTaken
    ? {
        outcome: 'version_exists',
        version: prepared.version,
        free: number,
        newest: newestAbove(number, taken),
      }
    : undefined;
  // Before what is said of the bytes: of a purged version nobody tells whether these were its own.
  const holder = versions.find(({ version }) => version === prepared.version);
  if (exists !== undefined && holder?.purgedAt instanceof Date) return exists;
  if (await isBlockedDigest(em, prepared.digest)) return { outcome: 'blocked' };
  if (versions.some((version) => isYanked(version, prepared.digest))) return { outcome: 'yanked' };
  if (exists !== undefined) return exists;
  const isKnown = versions.some(({ decision }) => decision === 'approved');
  const resembled = isKnown ? undefined : await resembledName(em, publisher, name);
  const diagnostics = [
    ...prepared.diagnostics,
    ...numberMoved(prepared, number),
    ...(resembled === undefined ? [] : [resembled]),
  ];
  const skill = found ?? (await createSkill(scope, ingest));
  const { source } = prepared;
  const [bundle, sourceBundle] = await storeBundles(em, [
    prepared,
    ...(source === undefined ? [] : [source]),
  ]);
  if (bundle === undefined) throw new Error('a bundle that was just stored is not there');
  const version = addVersion(em, {
    id: randomUUID(),
    skill,
    version: number,
    bundle,
    ...(sourceBundle === undefined ? {} : { sourceBundle }),
    installName: prepared.parsed.installName,
    listing: listingOf(publisher, prepared),
    readme: prepared.parsed.readme,
    analysis: analysisOf(prepared, diagnostics),
    provenance: provenanceOf(prepared, ingest.origin, number),
    scan: 'none',
    decision: 'undecided',
    ...(scope.actor.user === null ? {} : { createdBy: scope.actor.user.id }),
    createdAt: new Date(),
  });
  const isApproved =
    resembled === undefined &&
    can(scope.actor, 'publishApproved') &&
    isTakenAsApproved(ingest.origin.kind, ingest.house);
  await transition(scope, skill, [...versions, version], version, {
    decision: isApproved ? 'approved' : 'undecided',
  });
  return {
    outcome: found === null ? 'created' : 'updated',
    ...published(skill, version, diagnostics),
  };
}

/** Why the reference is not the caller's any more: it leads to a skill that was given to another publisher. */
function refusalOfMoved(
  { actor }: IngestScope,
  { publisher, name }: Ingest,
  found: Skill | null,
): string | undefined {
  const owner = found?.publisher.name ?? publisher;
  if (owner === publisher || can(actor, 'publishInto', undefined, { publisher: owner })) {
    return undefined;
  }
  // Its name of today is told to those who see it.
  const isSeen =
    found?.status === 'active' &&
    can(actor, 'see', undefined, { publisher: owner, membersOnly: found.membersOnly });
  const leadsTo = isSeen ? `is ${owner}/${found.name} by now` : 'leads to another skill by now';
  return `${publisher}/${name} ${leadsTo}: choose another name.`;
}

/** The version with the same bytes that makes this ingest needless. */
function sameBytes(
  versions: readonly Version[],
  { prepared, isNumberAsked }: Ingest,
): Version | undefined {
  const same = versions.filter(
    ({ bundle, purgedAt }) => bundle.digest === prepared.digest && !(purgedAt instanceof Date),
  );
  // Of several the one asked for, else the last.
  return (
    same.find(({ version }) => version === prepared.version) ??
    (isNumberAsked ? undefined : same[0])
  );
}

function isYanked({ bundle, yankedAt }: Version, digest: string): boolean {
  return bundle.digest === digest && yankedAt instanceof Date;
}

/** Numbers that this skill has used, here or elsewhere. */
async function takenNumbers(
  em: EntityManager,
  found: Skill | null,
  versions: readonly Version[],
  { meta, version: wanted }: PreparedSkill,
): Promise<Set<string>> {
  const earlier = found === null ? [] : await earlierVersionsOf(em, found.id);
  const own = [...versions, ...earlier].map(({ version }) => version);
  // A history that names the version it came with says nothing against it.
  return new Set([
    ...own,
    ...meta.history.map(({ version }) => version).filter((version) => version !== wanted),
  ]);
}

async function createSkill(scope: IngestScope, ingest: Ingest): Promise<Skill> {
  const { publisher, name, prepared } = ingest;
  await ensurePublisher(scope.em, publisher);
  const now = new Date();
  const skill = addSkill(scope.em, {
    id: randomUUID(),
    publisher,
    name,
    ...listingOf(publisher, prepared),
    createdAt: now,
    updatedAt: now,
  });
  recordChange(scope, {
    action: 'skill.create',
    subjectType: 'skill',
    subjectId: skill.id,
    after: { reference: `${publisher}/${name}` },
  });
  return skill;
}

/** Nothing for a skill that never said which number it has. */
function numberMoved({ version, parsed, meta }: PreparedSkill, number: string): Diagnostic[] {
  const declared = parsed.version ?? meta.latest?.version;
  if (number === version || declared === undefined) return [];
  return [
    {
      code: 'version_taken',
      severity: 'info',
      message: `The version ${version} has other files already.`,
      repaired: `These became ${number}.`,
    },
  ];
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
