import { sql } from 'kysely';
import type { EntityManager } from '../../database/orm.ts';
import type { HousePolicy } from './housePolicy.ts';

/** The rules that were put into force last, as they stand in the database; `null` where there never were any. */
export async function storedRules(em: EntityManager): Promise<unknown> {
  const { rows } = await sql<{ rules: unknown }>`
    select house_policy as rules from instance`.execute(em.getKysely());
  return rows[0]?.rules ?? null;
}

/** As `storedRules`, and nobody else changes them until the caller's transaction ends. */
export async function lockRules(em: EntityManager): Promise<unknown> {
  await sql`select from instance for no key update`.execute(em.getKysely());
  return storedRules(em);
}

/** Puts rules into force, for every server that starts from then on and every command. */
export async function storeRules(em: EntityManager, rules: HousePolicy): Promise<void> {
  await sql`update instance set house_policy = ${JSON.stringify(rules)}::jsonb`.execute(
    em.getKysely(),
  );
}

/** Those of the names, of people or of categories, that this marketplace does not know yet. */
export async function unknownAmong(
  em: EntityManager,
  of: 'users' | 'categories',
  names: readonly string[],
): Promise<string[]> {
  const isKnown =
    of === 'users'
      ? sql`exists (select from users u where lower(u.name) = lower(n.name))`
      : sql`exists (select from skills s where s.category = n.name)`;
  const { rows } = await sql<{ name: string }>`
    select n.name from unnest(${[...names]}::text[]) with ordinality n (name, place)
    where not ${isKnown} order by n.place`.execute(em.getKysely());
  return rows.map(({ name }) => name);
}
