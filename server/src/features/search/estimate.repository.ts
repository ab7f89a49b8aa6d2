import { sql, type RawBuilder } from 'kysely';
import { z } from 'zod';
import type { EntityManager } from '../../database/orm.ts';
import { abortOf } from './abortable.ts';

/** What of PostgreSQL's plan is read. */
const Plan = z.object({
  'QUERY PLAN': z.array(z.object({ Plan: z.object({ 'Plan Rows': z.number() }) })),
});

/**
 * How many skills the planner expects to match, for less than a millisecond and without reading one. Within a
 * few percent for single words, less sure for several.
 */
export function estimateMatches(
  em: EntityManager,
  condition: RawBuilder<boolean>,
): Promise<number> {
  return expectedRows(em, sql`skills s where ${condition}`);
}

/**
 * How many READMEs match, as `r.doc` and the skill `s` say; counted up to `most`. What the planner knows nothing of it takes for
 * a word that one in some hundred has, so only what it expects of more is believed.
 */
export async function countDocuments(
  em: EntityManager,
  condition: RawBuilder<boolean>,
  most: number,
  total: number,
): Promise<number> {
  const from = sql`skill_documents r join skills s on s.id = r.skill_id where ${condition}`;
  const expected = await expectedRows(em, from);
  if (expected > Math.max(most, total * BELIEVED_FROM)) return expected;
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from (
      select from ${from} limit ${sql.lit(most + 1)}) r`.execute(em.getKysely(), abortOf(em));
  return rows[0]?.count ?? 0;
}

const BELIEVED_FROM = 0.02;

async function expectedRows(em: EntityManager, from: RawBuilder<unknown>): Promise<number> {
  const { rows } = await sql`explain (format json) select 1 from ${from}`.execute(
    em.getKysely(),
    abortOf(em),
  );
  const [plan] = Plan.parse(rows[0])['QUERY PLAN'];
  return plan?.Plan['Plan Rows'] ?? 0;
}

/** About how many skills there are, from the table's statistics; counted where they have none, or it is small. */
export async function countCatalogue(em: EntityManager): Promise<number> {
  const { rows } = await sql<{ known: number }>`
    select reltuples::int as known from pg_class where oid = 'skills'::regclass`.execute(
    em.getKysely(),
    abortOf(em),
  );
  const known = rows[0]?.known ?? -1;
  if (known > EXACT_BELOW) return known;
  const { rows: counted } = await sql<{ total: number }>`
    select count(*)::int as total from (select 1 from skills limit ${sql.lit(COUNTED_UP_TO)}) s`.execute(
    em.getKysely(),
    abortOf(em),
  );
  return counted[0]?.total ?? 0;
}

const EXACT_BELOW = 10_000;
const COUNTED_UP_TO = 20_000;
