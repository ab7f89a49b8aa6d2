import type { Diagnostic } from '@skill-marketplace/shared/contracts';
import type { EntityManager } from '../../database/orm.ts';
import { earlierVersionsOf } from '../versions/version.repository.ts';
import { freeNumber, newestAbove } from './freeNumber.ts';
import type { Hindrance, Ingest, IngestTarget } from './ingest.ts';
import type { PreparedSkill } from './preparedSkill.ts';

/** The number that a version gets. */
export interface NumberFor {
  /** The one that it asks for, or the first after it that nobody holds. */
  free: string;
  /** Set where other bytes hold the number asked for, and the caller wants to be told. */
  taken: Extract<Hindrance, { outcome: 'version_exists' }> | undefined;
}

/** Decides which number a prepared skill gets, of those that its target has not used, here or elsewhere. */
export async function numberFor(
  em: EntityManager,
  target: IngestTarget,
  { prepared, whenTaken }: Ingest,
): Promise<NumberFor> {
  const used = await usedNumbers(em, target, prepared);
  const { version } = prepared;
  const free = freeNumber(version, used);
  const isRefused = free !== version && whenTaken === 'refuse';
  return {
    free,
    taken: isRefused
      ? { outcome: 'version_exists', version, free, newest: newestAbove(free, used) }
      : undefined,
  };
}

/** What is told where it got another number; nothing for a skill that never said which one it has. */
export function numberMoved(
  { version, parsed, meta }: PreparedSkill,
  number: string,
): Diagnostic[] {
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

async function usedNumbers(
  em: EntityManager,
  { skill, versions }: IngestTarget,
  { meta, version: wanted }: PreparedSkill,
): Promise<Set<string>> {
  const earlier = skill === null ? [] : await earlierVersionsOf(em, skill.id);
  const own = [...versions, ...earlier].map(({ version }) => version);
  // A history that names the version it came with says nothing against it.
  return new Set([
    ...own,
    ...meta.history.map(({ version }) => version).filter((version) => version !== wanted),
  ]);
}
