import { sql } from 'kysely';
import { lockInTransaction } from '../database/advisoryLock.ts';
import type { EntityManager } from '../database/orm.ts';

/** Rows that one transaction removes at most, so that nobody who publishes waits for long. */
const BATCH = 500;

/** Rows that one look finds at most: it reads whole indexes, so there should be few looks. */
const FIND = 20 * BATCH;

/** No version points at the bundle `b`, for what it installs or for what it was made from. Two anti-joins, each by an index. */
const UNUSED = sql`not exists (select from versions v where v.bundle_id = b.id)
  and not exists (select from versions v where v.source_bundle_id = b.id)`;

/** Removes the bundles that no version points at, with their list of files; gives their number. */
export function deleteOrphanBundles(em: EntityManager, signal: AbortSignal): Promise<number> {
  return inBatches(em, signal, orphanBundles, async (transaction, ids) => {
    const { rows } = await sql<{ id: string }>`
      select id from bundles b where id = any(${ids})
      and ${UNUSED}`.execute(transaction.getKysely());
    const orphans = rows.map(({ id }) => id);
    await sql`delete from bundle_files where bundle_id = any(${orphans})`.execute(
      transaction.getKysely(),
    );
    await sql`delete from bundles where id = any(${orphans})`.execute(transaction.getKysely());
    return orphans.length;
  });
}

/** Removes the blobs that no bundle holds; gives their number. */
export function deleteOrphanBlobs(em: EntityManager, signal: AbortSignal): Promise<number> {
  return inBatches(em, signal, orphanBlobs, async (transaction, hashes) => {
    const { numAffectedRows } = await sql`
      delete from blobs b where sha256 = any(${hashes})
      and not exists (select from bundle_files f where f.sha256 = b.sha256)`.execute(
      transaction.getKysely(),
    );
    return Number(numAffectedRows);
  });
}

/**
 * Looks for candidates without a lock, since there are none nearly always, and removes them under the lock that
 * publishing shares, where they are looked at once more: a publication may have taken one up meanwhile.
 */
async function inBatches(
  em: EntityManager,
  signal: AbortSignal,
  find: (em: EntityManager) => Promise<string[]>,
  remove: (transaction: EntityManager, candidates: readonly string[]) => Promise<number>,
): Promise<number> {
  let removed = 0;
  for (;;) {
    const candidates = await find(em);
    if (candidates.length === 0) return removed;
    for (let start = 0; start < candidates.length; start += BATCH) {
      signal.throwIfAborted();
      removed += await em.transactional(async (transaction) => {
        await lockInTransaction(transaction, 'ingest', 'alone');
        return remove(transaction, candidates.slice(start, start + BATCH));
      });
    }
  }
}

async function orphanBundles(em: EntityManager): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from bundles b where ${UNUSED} limit ${FIND}`.execute(em.getKysely());
  return rows.map(({ id }) => id);
}

async function orphanBlobs(em: EntityManager): Promise<string[]> {
  const { rows } = await sql<{ sha256: string }>`
    select sha256 from blobs b
    where not exists (select from bundle_files f where f.sha256 = b.sha256) limit ${FIND}`.execute(
    em.getKysely(),
  );
  return rows.map(({ sha256 }) => sha256);
}
