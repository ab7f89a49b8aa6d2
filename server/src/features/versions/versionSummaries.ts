import type { VersionSummary } from '@skill-marketplace/shared/contracts';
import type { CallScope } from '../accounts/scope.ts';
import { decisionsAbout } from '../audit/audit.repository.ts';
import { can } from '../policy/can.ts';
import { blockedAmong } from './blockedDigest.repository.ts';
import { availabilityOf, isBlockedItself } from './state.ts';
import type { Version } from './version.entity.ts';

/** The versions of a skill as a list shows them; to those who may review with what was decided about each. */
export async function versionSummaries(
  { em, actor }: CallScope,
  versions: readonly Version[],
): Promise<VersionSummary[]> {
  const reviewed = can(actor, 'review') ? versions : [];
  const decisions = await decisionsAbout(
    em,
    reviewed.map(({ id }) => id),
  );
  const blocked = reviewed.filter(({ decision }) => decision === 'blocked');
  const digests = await blockedDigests(em, blocked);
  return versions.map((version) => {
    const decision = decisions.get(version.id);
    return {
      version: version.version,
      digest: version.bundle.digest,
      availability: availabilityOf(version),
      createdAt: version.createdAt,
      size: version.bundle.size,
      ...(decision === undefined ? {} : { decision }),
      ...(blocked.includes(version) ? { blockedBy: blocksOf(version, digests) } : {}),
    };
  });
}

async function blockedDigests(
  em: CallScope['em'],
  blocked: readonly Version[],
): Promise<ReadonlySet<string>> {
  if (blocked.length === 0) return new Set();
  const rows = await blockedAmong(
    em,
    blocked.map(({ bundle }) => bundle.digest),
  );
  return new Set(rows.map(({ digest }) => digest));
}

/** What was purged stays blocked, so nothing of it can be lifted. */
function blocksOf(
  version: Version,
  digests: ReadonlySet<string>,
): NonNullable<VersionSummary['blockedBy']> {
  if (version.purgedAt instanceof Date) return [];
  const byDigest = digests.has(version.bundle.digest);
  const byItself = isBlockedItself(version) || !byDigest;
  return [...(byItself ? ['version' as const] : []), ...(byDigest ? ['digest' as const] : [])];
}
