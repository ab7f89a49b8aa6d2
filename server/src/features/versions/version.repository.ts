import type { Provenance } from '@skill-marketplace/shared/contracts';
import type { RequiredEntityData } from '@mikro-orm/core';
import { sql } from 'kysely';
import type { EntityManager } from '../../database/orm.ts';
import type { Actor } from '../accounts/actor.ts';
import { isFor } from '../policy/visibility.ts';
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
  membersOnly: boolean;
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
    membersOnly: version.skill.membersOnly,
    version,
  }));
}

/** The versions of all skills with one of those bundles. */
export function versionsWith(em: EntityManager, digests: readonly string[]): Promise<Version[]> {
  return em.find(Version, { bundle: { digest: [...digests] } }, { populate: ['bundle'] });
}

/** As `versionsWith`, without those of skills that the caller may not see and has not installed. */
export async function versionsToldTo(
  em: EntityManager,
  actor: Actor,
  digests: readonly string[],
): Promise<Version[]> {
  const userId = actor.user?.id ?? null;
  const { rows } = await sql<{ id: string }>`
    select v.id from versions v join bundles b on b.id = v.bundle_id join skills s on s.id = v.skill_id
    where b.digest = any(${[...digests]})
      and (${isFor(actor)} or exists (select from installs i where i.version_id = v.id and i.user_id = ${userId}))`.execute(
    em.getKysely(),
  );
  return em.find(Version, { id: rows.map(({ id }) => id) }, { populate: ['bundle'] });
}

/** Ids of the skills that have a version with exactly these bytes, in the order in which they are locked. */
export async function skillsWith(em: EntityManager, digest: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct v.skill_id as id from versions v join bundles b on b.id = v.bundle_id
    where b.digest = ${digest} order by 1`.execute(em.getKysely());
  return rows.map(({ id }) => id);
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
