import { pipeline } from 'node:stream/promises';
import { escapeIdentifier, type ClientBase } from 'pg';
import { from, to } from 'pg-copy-streams';

/** A table and which of its columns are meant. */
interface TableColumns {
  name: string;
  columns: readonly string[];
}

/** How many rows a table has. */
export async function countRows(client: ClientBase, name: string): Promise<number> {
  const { rows } = await client.query<{ count: string }>(
    `select count(*) as count from ${escapeIdentifier(name)}`,
  );
  return Number(rows[0]?.count);
}

/** The rows of a table as `COPY` writes them: a line each, in pieces that end anywhere. */
export function rowsOut(
  client: ClientBase,
  { name, columns }: TableColumns,
): AsyncIterable<Buffer> {
  return client.query(
    to(`copy (select ${namesOf(columns)} from ${escapeIdentifier(name)}) to stdout`),
  );
}

/** Puts such rows into a table as they are; the table's own triggers are not run. */
export async function rowsIn(
  client: ClientBase,
  { name, columns }: TableColumns,
  content: AsyncIterable<Buffer>,
): Promise<void> {
  const table = escapeIdentifier(name);
  // What they would do is in the backup already. References are checked all the same: those triggers are the system's.
  await client.query(`alter table ${table} disable trigger user`);
  await pipeline(content, client.query(from(`copy ${table} (${namesOf(columns)}) from stdin`)));
  await client.query(`alter table ${table} enable trigger user`);
}

/** How many stored files are not what their hash says. */
export async function countDamagedBlobs(client: ClientBase): Promise<number> {
  const { rows } = await client.query<{ count: string }>(
    `select count(*) as count from blobs where sha256 <> encode(sha256(content), 'hex')`,
  );
  return Number(rows[0]?.count);
}

/** Lets the planner know how much there is. */
export async function countForPlanner(client: ClientBase, names: readonly string[]): Promise<void> {
  await client.query(`analyze ${names.map(escapeIdentifier).join(', ')}`);
}

function namesOf(columns: readonly string[]): string {
  return columns.map(escapeIdentifier).join(', ');
}
