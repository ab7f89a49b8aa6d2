import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { openOrm, type DatabaseAddress, type Orm } from '@skill-marketplace/server/database';
import { writeBackup, type BackupOptions } from '../../server/src/backup/writeBackup.ts';
import { restoreBackup, type Restored } from '../../server/src/backup/restoreBackup.ts';
import type { BackupManifest } from '../../server/src/backup/format.ts';
import { StartupFailure } from '../../server/src/errors/startupFailure.ts';
import { emptyDatabase, type TestDatabase } from './database.ts';
import { temporaryFolder } from './temporaryFolder.ts';

/** A database that something may be restored into. */
export interface RestoreTarget extends AsyncDisposable {
  database: TestDatabase;
  orm: Orm;
}

/** An empty database without any table. */
export async function restoreTarget(): Promise<RestoreTarget> {
  const database = await emptyDatabase();
  return targetOf(database);
}

/** A database as somebody has made it. */
export async function targetOf(database: TestDatabase): Promise<RestoreTarget> {
  const orm = await openOrm(database.address);
  return {
    database,
    orm,
    async [Symbol.asyncDispose]() {
      await orm.close(true);
      await database[Symbol.asyncDispose]();
    },
  };
}

/** A backup in a folder of its own. */
export interface MadeBackup extends AsyncDisposable {
  path: string;
  folder: string;
  manifest: BackupManifest;
}

/** Backs a marketplace up. */
export async function backUp(
  of: { orm: Orm; address: DatabaseAddress },
  options?: BackupOptions,
): Promise<MadeBackup> {
  const folder = await temporaryFolder('backup');
  const path = join(folder.path, 'marketplace.tar.gz');
  const manifest = await writeBackup(of, path, options);
  return {
    path,
    folder: folder.path,
    manifest,
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

/** Restores a file. */
export function restoreInto(
  { orm, database }: { orm: Orm; database: { address: DatabaseAddress } },
  path: string,
): Promise<Restored> {
  return restoreBackup({ orm, address: database.address }, path);
}

/** The sentence that a restore is refused with; the target has the tables, and each the rows, that it had before. */
export async function refusalOfRestore(target: RestoreTarget, path: string): Promise<string> {
  const before = await rowCounts(target.orm);
  const failure = await restoreInto(target, path).then(
    () => assert.fail('it was restored'),
    (error: unknown) => error,
  );
  assert.deepEqual(await rowCounts(target.orm), before);
  assert.ok(failure instanceof StartupFailure, String(failure));
  return failure.message;
}

/** How many rows each table has, by its name; what MikroORM keeps of the migrations is left out. */
export async function rowCounts(orm: Orm): Promise<Record<string, number>> {
  const em = orm.em.fork();
  const tables = await em.execute<{ name: string }[]>(
    `select tablename as name from pg_tables where schemaname = 'public' and tablename <> 'mikro_orm_migrations' order by 1`,
  );
  const counts: Record<string, number> = {};
  for (const { name } of tables) {
    const [row] = await em.execute<{ count: number }[]>(
      `select count(*)::int as count from "${name}"`,
    );
    counts[name] = row?.count ?? 0;
  }
  return counts;
}

/** The hashes of all stored files, by their bytes; each must be what it is filed under. */
export async function blobHashes(orm: Orm): Promise<string[]> {
  const blobs = await orm.em
    .fork()
    .execute<{ sha256: string; content: Buffer }[]>(
      `select sha256, content from blobs order by sha256`,
    );
  return blobs.map(({ sha256, content }) => {
    const hash = createHash('sha256').update(content).digest('hex');
    assert.equal(hash, sha256);
    return hash;
  });
}

/** What a manifest says of rows, by table. */
export function countsOf({ tables }: BackupManifest): Record<string, number> {
  return Object.fromEntries(tables.map(({ name, rows }) => [name, rows]));
}
