import { sql } from 'kysely';
import type { EntityManager } from '../../database/orm.ts';
import { BlockedDigest } from './blockedDigest.entity.ts';
import type { Advisory } from './version.entity.ts';

/** True when these bytes were blocked, or a version with exactly them, of whatever skill. */
export async function isBlockedDigest(em: EntityManager, digest: string): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`
    select exists (select from blocked_digests where digest = ${digest}) or exists (
      select from versions v join bundles b on b.id = v.bundle_id
      where b.digest = ${digest} and v.decision = 'blocked') as found`.execute(em.getKysely());
  return rows[0]?.found === true;
}

/** Those of the digests that were blocked as such. */
export function blockedAmong(
  em: EntityManager,
  digests: readonly string[],
): Promise<BlockedDigest[]> {
  return em.find(BlockedDigest, { digest: [...digests] });
}

/** The block of those bytes as such; `null` where there is none. */
export function blockOfDigest(em: EntityManager, digest: string): Promise<BlockedDigest | null> {
  return em.findOne(BlockedDigest, digest);
}

/** Blocks bytes in the caller's unit of work; `false` when they were blocked before. */
export async function addBlockedDigest(
  em: EntityManager,
  digest: string,
  { message, severity, since }: Advisory,
  userId: string,
): Promise<boolean> {
  if ((await em.count(BlockedDigest, { digest })) > 0) return false;
  em.create(BlockedDigest, {
    digest,
    reason: message,
    severity,
    blockedBy: userId,
    blockedAt: new Date(since),
  });
  return true;
}
