import { escapeIdentifier, type ClientBase } from 'pg';
import { inOrderOfReferences } from './tableOrder.ts';

/** A table with the columns that are written; the database makes the others. */
export interface StoredTable {
  name: string;
  columns: string[];
  pointsAt: string[];
}

/** Where a sequence stands; `used` when that number has been given out. */
export interface SequenceState {
  name: string;
  value: string;
  used: boolean;
}

/** Where MikroORM keeps which migrations were applied. */
const MIGRATIONS_TABLE = 'mikro_orm_migrations';

/** Its own sequence goes with it. */
const MIGRATIONS_SEQUENCE = `${MIGRATIONS_TABLE}_id_seq`;

/** Names and values as text mean the same for whoever reads them back, whatever the database is set to. */
const SETTINGS = [
  `datestyle = 'ISO, MDY'`,
  `intervalstyle = 'postgres'`,
  `bytea_output = 'hex'`,
  'extra_float_digits = 1',
  `timezone = 'UTC'`,
  // Rather an error than rows that a policy hides.
  'row_security = off',
];

/** Begins a transaction that sees one moment, and sets how values are written. */
export async function beginSnapshot(client: ClientBase): Promise<void> {
  await client.query('begin isolation level repeatable read, read only');
  await writeValuesAlike(client);
}

/** Sets how values are written and read, until the transaction ends. */
export async function writeValuesAlike(client: ClientBase): Promise<void> {
  for (const setting of SETTINGS) await client.query(`set local ${setting}`);
}

/** Every table of the marketplace's schema but that of the migrations, each after those that it points at. */
export async function tablesOf(client: ClientBase): Promise<StoredTable[]> {
  const { rows } = await client.query<StoredTable>(`
    select c.relname::text as name,
      array(select a.attname::text from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
        order by a.attnum) as columns,
      array(select distinct r.relname::text from pg_constraint f join pg_class r on r.oid = f.confrelid
        where f.conrelid = c.oid and f.contype = 'f' and f.confrelid <> c.oid) as "pointsAt"
    from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      and c.relname <> '${MIGRATIONS_TABLE}'
      and not exists (select from pg_depend d
        where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
    order by 1`);
  return inOrderOfReferences(rows);
}

/** Keeps the tables as they are until the transaction ends; they are read and written as ever. */
export async function holdTables(client: ClientBase, tables: readonly string[]): Promise<void> {
  await client.query(`lock table ${tables.map(escapeIdentifier).join(', ')} in access share mode`);
}

/** Names of the migrations that were applied, the oldest first; none where there was never one. */
export async function migrationsOf(client: ClientBase): Promise<string[]> {
  const { rows: found } = await client.query(`select to_regclass($1) is not null as found`, [
    `public.${MIGRATIONS_TABLE}`,
  ]);
  if (found[0]?.found !== true) return [];
  const { rows } = await client.query<{ name: string }>(
    `select name from ${MIGRATIONS_TABLE} order by id`,
  );
  return rows.map(({ name }) => name);
}

/** Which marketplace the database holds; `undefined` while it holds none. */
export async function instanceIdOf(client: ClientBase): Promise<string | undefined> {
  const { rows } = await client.query<{ id: string }>('select instance_id as id from instance');
  return rows[0]?.id;
}

/** Every sequence of the schema but that of the migrations. */
export async function sequencesOf(client: ClientBase): Promise<SequenceState[]> {
  const { rows: found } = await client.query<{ name: string }>(`
    select c.relname::text as name from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'S' and c.relname <> '${MIGRATIONS_SEQUENCE}'
    order by 1`);
  const states: SequenceState[] = [];
  for (const { name } of found) {
    const { rows } = await client.query<Omit<SequenceState, 'name'>>(
      `select last_value::text as value, is_called as used from ${escapeIdentifier(name)}`,
    );
    states.push(...rows.map((row) => ({ name, ...row })));
  }
  return states;
}

/** Lets a sequence go on from there. */
export async function setSequence(client: ClientBase, state: SequenceState): Promise<void> {
  await client.query('select setval($1::regclass, $2, $3)', [
    escapeIdentifier(state.name),
    state.value,
    state.used,
  ]);
}
