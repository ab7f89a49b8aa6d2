import type { Advisory, AdvisoryCheckInput } from '@skill-marketplace/shared/contracts';
import type { CallScope } from '../accounts/scope.ts';
import { blockedAmong } from '../versions/blockedDigest.repository.ts';
import type { BlockedDigest } from '../versions/blockedDigest.entity.ts';
import { availabilityOf } from '../versions/state.ts';
import type { Version } from '../versions/version.entity.ts';
import { versionsToldTo } from '../versions/version.repository.ts';

/**
 * Tells those who have bytes what became of them: of a skill for members only them, and whoever has installed it;
 * a block of the bytes themselves everybody.
 */
export class AdvisoryService {
  /** The gravest advisory of each digest that has one, in the order asked. */
  async check(
    { em, actor }: Pick<CallScope, 'em' | 'actor'>,
    { digests }: AdvisoryCheckInput,
  ): Promise<Advisory[]> {
    const asked = [...new Set(digests)];
    const blocked = new Map((await blockedAmong(em, asked)).map((row) => [row.digest, row]));
    const versions = Map.groupBy(
      await versionsToldTo(em, actor, asked),
      ({ bundle }) => bundle.digest,
    );
    return asked.flatMap(
      (digest) => advisoryOf(digest, blocked.get(digest), versions.get(digest) ?? []) ?? [],
    );
  }
}

function advisoryOf(
  digest: string,
  blocked: BlockedDigest | undefined,
  versions: readonly Version[],
): Advisory | undefined {
  if (blocked !== undefined) {
    const { reason, severity, blockedAt } = blocked;
    return { digest, advisory: 'blocked', severity, message: reason, since: blockedAt };
  }
  const ofState = (state: string) => versions.find((version) => availabilityOf(version) === state);
  const isOffered = ofState('installable') !== undefined;
  // Bytes that another skill still offers are not what is wrong: an imitation may have been blocked.
  const blockedVersion = isOffered ? undefined : ofState('blocked');
  if (blockedVersion !== undefined) {
    return { digest, advisory: 'blocked', ...blockOf(blockedVersion) };
  }
  const noticed = versions.find(
    (version) => availabilityOf(version) !== 'blocked' && hasValue(version.advisory),
  );
  if (hasValue(noticed?.advisory)) {
    const { severity, message, since } = noticed.advisory;
    return { digest, advisory: 'notice', severity, message, since: new Date(since) };
  }
  const yanked = ofState('restoreOnly');
  if (!(yanked?.yankedAt instanceof Date) || isOffered) return undefined;
  const message = yanked.yankReason ?? 'Its publisher has withdrawn this version.';
  return { digest, advisory: 'yanked', severity: 'low', message, since: yanked.yankedAt };
}

/** What a block says; versions that were blocked by the first releases say nothing. */
function blockOf({
  advisory,
  createdAt,
}: Version): Pick<Advisory, 'severity' | 'message' | 'since'> {
  if (!hasValue(advisory)) {
    return { severity: 'high', message: 'This version was blocked.', since: createdAt };
  }
  const { severity, message, since } = advisory;
  return { severity, message, since: new Date(since) };
}

function hasValue<T>(value: T | null | undefined): value is T {
  return value !== null && value !== undefined;
}
