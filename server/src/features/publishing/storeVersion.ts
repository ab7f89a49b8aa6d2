import { randomUUID } from 'node:crypto';
import type { Diagnostic } from '@skill-marketplace/shared/contracts';
import type { EntityManager } from '../../database/orm.ts';
import { storeBundles } from '../../storage/bundle.repository.ts';
import { ensurePublisher } from '../accounts/ensurePublisher.ts';
import { recordChange } from '../audit/audit.repository.ts';
import { can } from '../policy/can.ts';
import { isTakenAsApproved } from '../policy/publishRules.ts';
import type { Skill } from '../skills/skill.entity.ts';
import { NAME_RESEMBLES, resembledName } from '../skills/resembledName.ts';
import { addSkill } from '../skills/skill.repository.ts';
import type { Version } from '../versions/version.entity.ts';
import { addVersion } from '../versions/version.repository.ts';
import { transition } from '../versions/version.service.ts';
import type { Ingest, IngestScope, IngestTarget } from './ingest.ts';
import { numberMoved } from './numberFor.ts';
import { analysisOf, listingOf, provenanceOf } from './versionContent.ts';

/** A version that was stored, with what is told about it. */
export interface StoredVersion {
  skill: Skill;
  version: Version;
  diagnostics: Diagnostic[];
}

/** Stores bundle, version and, where it is the first, the skill; and decides whether it is approved or waits. */
export async function storeVersion(
  scope: IngestScope,
  { skill: found, versions }: IngestTarget,
  ingest: Ingest,
  number: string,
): Promise<StoredVersion> {
  const { em, actor } = scope;
  const { publisher, name, prepared, origin, house } = ingest;
  const isKnown = versions.some(({ decision }) => decision === 'approved');
  const resembled = isKnown ? undefined : await resembledName(em, { publisher, name });
  const diagnostics = [
    ...prepared.diagnostics,
    ...numberMoved(prepared, number),
    ...(resembled === undefined ? [] : [nameResembles(resembled)]),
  ];
  const skill = found ?? (await createSkill(scope, ingest));
  const version = addVersion(em, {
    id: randomUUID(),
    skill,
    version: number,
    ...(await bundlesOf(em, ingest)),
    installName: prepared.parsed.installName,
    listing: listingOf(publisher, prepared),
    readme: prepared.parsed.readme,
    analysis: analysisOf(prepared, diagnostics),
    provenance: provenanceOf(prepared, origin, number),
    scan: 'none',
    decision: 'undecided',
    ...(actor.user === null ? {} : { createdBy: actor.user.id }),
    createdAt: new Date(),
  });
  const isApproved =
    resembled === undefined &&
    can(actor, 'publishApproved') &&
    isTakenAsApproved(origin.kind, house);
  const decided = { decision: isApproved ? ('approved' as const) : ('undecided' as const) };
  const all = [...versions, version];
  await transition(scope, skill, all, version, decided, { action: 'version.create' });
  return { skill, version, diagnostics };
}

/** Told to whoever brought it in, and to reviewers. */
function nameResembles(sentence: string): Diagnostic {
  return {
    code: NAME_RESEMBLES,
    severity: 'warning',
    message: `${sentence} It waits for review.`,
  };
}

/** The bundle of what is installed and, where a repair changed it, of the files as they came in. */
async function bundlesOf(em: EntityManager, { prepared }: Ingest) {
  const { source } = prepared;
  const [bundle, sourceBundle] = await storeBundles(em, [
    prepared,
    ...(source === undefined ? [] : [source]),
  ]);
  if (bundle === undefined) throw new Error('a bundle that was just stored is not there');
  return { bundle, ...(sourceBundle === undefined ? {} : { sourceBundle }) };
}

async function createSkill(
  scope: IngestScope,
  { publisher, name, prepared }: Ingest,
): Promise<Skill> {
  await ensurePublisher(scope, publisher);
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
