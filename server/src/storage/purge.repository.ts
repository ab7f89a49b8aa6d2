import { sql } from 'kysely';
import type { EntityManager } from '../database/orm.ts';

/** A file whose bytes are still here. */
export interface KeptFile {
  path: string;
  sha256: string;
  /** A version that has those bytes, for what it installs or for what it was made from. */
  publisher: string;
  name: string;
  version: string;
}

/**
 * Removes the bytes of bundles that only purged versions point at; the bundles themselves stay, since their
 * digests are known. Bytes that other bundles hold stay too, and are given, one row for each version that has
 * them. The caller holds the lock `ingest` alone.
 */
export async function removeBytes(
  em: EntityManager,
  bundleIds: readonly string[],
): Promise<KeptFile[]> {
  const kysely = em.getKysely();
  const ids = [...bundleIds];
  const { rows: files } = await sql<{ path: string; sha256: string }>`
    select distinct path, sha256 from bundle_files where bundle_id = any(${ids})`.execute(kysely);
  await sql`delete from bundle_files f where f.bundle_id = any(${ids}) and not exists (
      select from versions v where v.purged_at is null and f.bundle_id in (v.bundle_id, v.source_bundle_id))`.execute(
    kysely,
  );
  const hashes = files.map(({ sha256 }) => sha256);
  await sql`delete from blobs b where b.sha256 = any(${hashes})
    and not exists (select from bundle_files f where f.sha256 = b.sha256)`.execute(kysely);
  const { rows } = await sql<KeptFile>`
    select distinct p.path, p.sha256, s.publisher, s.name, v.version
    from unnest(${files.map(({ path }) => path)}::text[], ${hashes}::text[]) p (path, sha256)
      join bundle_files f on f.sha256 = p.sha256 join versions v on f.bundle_id in (v.bundle_id, v.source_bundle_id)
      join skills s on s.id = v.skill_id
    order by 1, 3, 4, 5`.execute(kysely);
  return rows;
}
