import assert from 'node:assert/strict';
import { canonicalManifest } from '@skill-marketplace/shared/format';
import type { Orm } from '@skill-marketplace/server/database';
import { createHash } from 'node:crypto';

/** One version as the tables have it, with the digest that its bytes really have. */
interface StoredVersion {
  reference: string;
  version: string;
  digest: string;
  files: { path: string; size: number; sha256: string; executable: boolean }[];
}

/**
 * Asserts that every version is whole (its bundle's bytes hash to its digest), that every skill has one,
 * and that there is no bundle, blob or record without a version; gives the versions as `reference version`.
 */
export async function assertWhole(orm: Orm): Promise<string[]> {
  const em = orm.em.fork();
  const versions = await em.execute<StoredVersion[]>(`
    select s.publisher || '/' || s.name as reference, v.version, b.digest,
      json_agg(json_build_object('path', f.path, 'size', octet_length(l.content),
        'sha256', encode(sha256(l.content), 'hex'), 'executable', f.executable)) as files
    from versions v join skills s on s.id = v.skill_id join bundles b on b.id = v.bundle_id
      left join bundle_files f on f.bundle_id = b.id left join blobs l on l.sha256 = f.sha256
    group by 1, 2, 3 order by 1, 2`);
  for (const { reference, version, digest, files } of versions) {
    const hash = createHash('sha256').update(canonicalManifest(files)).digest('hex');
    assert.equal(digest, `sha256:${hash}`, `${reference} ${version} is not whole`);
  }
  const [orphans] = await em.execute<Record<string, number>[]>(`select
    (select count(*)::int from skills s where not exists (select from versions v where v.skill_id = s.id)) skills,
    (select count(*)::int from bundles b where not exists (select from versions v where b.id in (v.bundle_id, v.source_bundle_id))) bundles,
    (select count(*)::int from blobs l where not exists (select from bundle_files f where f.sha256 = l.sha256)) blobs,
    (select count(*)::int from versions v where not exists (select from audit_events e where e.subject_id = v.id::text)) unaudited`);
  assert.deepEqual(orphans, { skills: 0, bundles: 0, blobs: 0, unaudited: 0 });
  return versions.map(({ reference, version }) => `${reference} ${version}`);
}
