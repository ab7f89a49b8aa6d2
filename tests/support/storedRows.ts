import type { Orm } from '@skill-marketplace/server/database';

/** How many rows each table has, and a sum over what they hold: equal when no row came, went or changed. */
export async function storedRows(orm: Orm): Promise<Record<string, string>> {
  const em = orm.em.fork();
  const tables = await em.execute<{ name: string }[]>(
    `select tablename as name from pg_tables where schemaname = 'public' order by 1`,
  );
  // When a token was used last is noted beside the calls, at some moment after them.
  const parts = tables.map(
    ({ name }) => `select '${name}' as name, count(*) || ' ' || coalesce(sum(
      hashtextextended((to_jsonb(t) - 'last_used_at')::text, 0)::numeric), 0) as state from "${name}" t`,
  );
  const rows = await em.execute<{ name: string; state: string }[]>(parts.join(' union all '));
  return Object.fromEntries(rows.map(({ name, state }) => [name, state]));
}
