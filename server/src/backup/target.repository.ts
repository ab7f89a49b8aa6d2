import type { ClientBase } from 'pg';

/** What of a marketplace a first start does not make. */
export interface Holdings {
  skills: number;
  users: number;
  publishers: number;
}

/** What is in a marketplace, which nobody reads or changes from then on until the transaction ends. */
export async function holdingsOf(client: ClientBase): Promise<Holdings> {
  await client.query('lock table skills, users, publishers in access exclusive mode');
  const { rows } = await client.query<Holdings>(`select
    (select count(*)::int from skills) as skills,
    (select count(*)::int from users) as users,
    (select count(*)::int from publishers) as publishers`);
  return rows[0] ?? { skills: 0, users: 0, publishers: 0 };
}

/** The tables of the marketplace's schema, that of the migrations too. */
export async function tableNamesOf(client: ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(`
    select c.relname::text as name from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
      and not exists (select from pg_depend d
        where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
    order by 1`);
  return rows.map(({ name }) => name);
}

/** Removes what migrations made, so that they can make it anew: tables and functions, but no extension's. */
export async function dropSchema(client: ClientBase): Promise<void> {
  await client.query(`do $$ declare names text; begin
    select string_agg(format('public.%I', c.relname), ', ') into names from pg_class c
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
        and not exists (select from pg_depend d
          where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e');
    if names is not null then execute 'drop table ' || names; end if;
    select string_agg(p.oid::regprocedure::text, ', ') into names from pg_proc p
      where p.pronamespace = 'public'::regnamespace
        and not exists (select from pg_depend d
          where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e');
    if names is not null then execute 'drop routine ' || names; end if;
  end $$`);
}

/** Whether somebody else of this program is connected to the database, such as a server. */
export async function hasOtherUsers(client: ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ others: boolean }>(
    `select exists (select from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()
        and application_name like 'skill-marketplace %' and right(application_name, length($1)) <> $1) as others`,
    [` ${process.pid}`],
  );
  return rows[0]?.others === true;
}
