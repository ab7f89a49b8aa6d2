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
export async function estimateMatches(
  em: EntityManager,
  condition: RawBuilder<boolean>,
): Promise<number> {
  const { rows } =
    await sql`explain (format json) select 1 from skills s where ${condition}`.execute(
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
