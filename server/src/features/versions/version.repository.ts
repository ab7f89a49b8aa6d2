import type { Provenance } from '@skill-marketplace/shared/contracts';
import type { RequiredEntityData } from '@mikro-orm/core';
import { sql } from 'kysely';
import type { EntityManager } from '../../database/orm.ts';
import { EarlierVersion } from './earlierVersion.entity.ts';
import { Version, type Analysis } from './version.entity.ts';

/** Adds a version to the unit of work. */
export function addVersion(em: EntityManager, version: RequiredEntityData<Version>): Version {
  return em.create(Version, version);
}

/** All versions of a skill with their states and bundles, newest first; without readme and analysis. */
export function versionsOf(em: EntityManager, skillId: string): Promise<Version[]> {
  return em.find(
    Version,
    { skill: skillId },
    { populate: ['bundle'], orderBy: { createdAt: 'desc', id: 'desc' } },
  );
}

/** The large parts of a version, which lists leave out. */
export interface VersionDetails {
  readme: string;
  analysis: Analysis;
  provenance: Provenance;
}

/** The large parts of one version. */
export async function versionDetails(
  em: EntityManager,
  versionId: string,
): Promise<VersionDetails> {
  const { rows } = await sql<VersionDetails>`
    select readme, analysis, provenance from versions where id = ${versionId}`.execute(
    em.getKysely(),
  );
  const [details] = rows;
  if (details === undefined) throw new Error(`version ${versionId} is gone`);
  return details;
}

/** A version that points at a bundle, with what decides who may read it. */
export interface BundleHolder {
  bundleId: string;
  publisher: string;
  version: Version;
}

/** The versions of all skills that share a bundle. */
export async function holdersOf(em: EntityManager, digest: string): Promise<BundleHolder[]> {
  const versions = await em.find(
    Version,
    { bundle: { digest } },
    { populate: ['skill', 'bundle'] },
  );
  return versions.map((version) => ({
    bundleId: version.bundle.id,
    publisher: version.skill.publisher.name,
    version,
  }));
}

/** True when a version with exactly these bytes, of whatever skill, has been blocked. */
export async function isBlockedDigest(em: EntityManager, digest: string): Promise<boolean> {
  return (await em.count(Version, { bundle: { digest }, decision: 'blocked' })) > 0;
}

/** The versions of a skill that were published elsewhere and never came here; without order. */
export function earlierVersionsOf(em: EntityManager, skillId: string): Promise<EarlierVersion[]> {
  return em.find(EarlierVersion, { skill: skillId });
}

/**
 * Takes up the history that a version came with: versions that were published elsewhere, whose numbers are
 * taken from now on. One that is known, or that came here itself, stays as it is.
 */
export async function takeUpHistory(em: EntityManager, versionId: string): Promise<void> {
  await sql`
    insert into earlier_versions (skill_id, version, commit, published_at)
    select v.skill_id, h.version, h.commit, h."publishedAt"
    from versions v, jsonb_to_recordset(coalesce(v.analysis->'history', '[]')) h (version text, commit text, "publishedAt" timestamptz)
    where v.id = ${versionId}
      and not exists (select from versions o where o.skill_id = v.skill_id and o.version = h.version)
    on conflict do nothing`.execute(em.getKysely());
}
