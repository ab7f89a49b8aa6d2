import { sql } from 'kysely';
import type { EntityManager } from '../../database/orm.ts';

/** The analysis of a version of which nothing is left. */
const NOTHING_FOUND = JSON.stringify({
  capabilities: [],
  packages: [],
  tokens: { metadata: 0, body: 0 },
  diagnostics: [],
});

/**
 * Removes all text of versions and their sources, so that nothing of their content is left beside their bytes;
 * gives the ids of the bundles that those pointed at.
 */
export async function eraseTexts(
  em: EntityManager,
  versionIds: readonly string[],
): Promise<string[]> {
  const ids = [...versionIds];
  const { rows } = await sql<{ id: string }>`
    select distinct b.id from versions v join bundles b on b.id in (v.bundle_id, v.source_bundle_id)
    where v.id = any(${ids})`.execute(em.getKysely());
  await sql`update versions v set readme = '', analysis = ${NOTHING_FOUND}::jsonb, source_bundle_id = null,
      listing = v.listing || jsonb_build_object('displayName', s.name, 'description', '', 'tags', '[]'::jsonb,
        'author', s.publisher, 'homepage', null)
    from skills s where s.id = v.skill_id and v.id = any(${ids})`.execute(em.getKysely());
  return rows.map(({ id }) => id);
}

/** Takes a skill without any installable version out of what a search reads beside its row. */
export async function forgetDocument(em: EntityManager, skillId: string): Promise<void> {
  await sql`delete from skill_documents where skill_id = ${skillId}`.execute(em.getKysely());
}
