import type { ClientBase } from 'pg';
import { withAdvisoryLock } from '../database/advisoryLock.ts';
import { connectWithOrm } from '../database/connection.ts';
import type { Database } from '../database/open.ts';
import type { Orm } from '../database/orm.ts';
import { codeOf, isDataRefused } from '../database/refusal.ts';
import { StartupFailure } from '../errors/startupFailure.ts';
import { openArchive, type ArchiveReader } from './archiveReader.ts';
import { BACKUP_FORMAT, BackupHead, BackupManifest, HEAD_ENTRY, MANIFEST_ENTRY } from './format.ts';
import { clearTarget } from './clearTarget.ts';
import { countDamagedBlobs, countForPlanner, rowsIn } from './rows.repository.ts';
import { RowMeter } from './rowMeter.ts';
import { setSequence, sequencesOf, tablesOf, writeValuesAlike } from './schema.repository.ts';

/** What a restore brought back. */
export interface Restored extends BackupManifest {
  /** Migrations that the backup did not know and that were applied to it. */
  migrated: string[];
}

/**
 * Makes an empty database the marketplace that a backup holds, in one transaction: all of it, or nothing when
 * anything is not as it was written. What keeps it from it is a `StartupFailure`. `onProgress` counts rows.
 */
export async function restoreBackup(
  { orm, address }: Pick<Database, 'orm' | 'address'>,
  path: string,
  onProgress?: (done: number, total: number) => void,
): Promise<Restored> {
  await using archive = await openArchive(path);
  const head = await archive.json(HEAD_ENTRY, BackupHead);
  requireReadable(head, orm);
  // Servers and commands that start meanwhile wait.
  return await withAdvisoryLock(orm, 'migrate', async () => {
    await using connection = await connectWithOrm(address, 'restore');
    const { client } = connection;
    const { migrator, em } = connection.orm;
    const restored = await em.getConnection().transactional(async (transaction) => {
      await clearTarget(client, orm);
      await migrator.up({ migrations: head.migrations, transaction });
      await writeValuesAlike(client);
      await requireSameTables(client, archive, head);
      const manifest = await bringIn(client, archive, head, onProgress);
      const applied = await migrator.up({ transaction });
      return { ...manifest, migrated: applied.map(({ name }) => name) };
    });
    await countForPlanner(
      client,
      (await tablesOf(client)).map(({ name }) => name),
    );
    return restored;
  });
}

/** Before anything is touched: this program must know how the backup was made. */
function requireReadable({ format, migrations }: BackupHead, orm: Orm): void {
  const known = (orm.config.get('migrations').migrationsList ?? []).map(({ name }) => name);
  if (format === BACKUP_FORMAT && migrations.every((name, index) => name === known[index])) return;
  throw new StartupFailure(
    'The backup was made by another version of Skill Marketplace: restore it with that version or a later one.',
  );
}

async function requireSameTables(
  client: ClientBase,
  archive: ArchiveReader,
  { tables }: BackupHead,
): Promise<void> {
  const listed = (all: readonly { name: string; columns: readonly string[] }[]) =>
    all
      .map(({ name, columns }) => [name, ...[...columns].sort()].join(' '))
      .sort()
      .join('\n');
  if (listed(tables) !== listed(await tablesOf(client))) {
    throw archive.damaged(new Error('its tables are not those of its migrations'));
  }
}

async function bringIn(
  client: ClientBase,
  archive: ArchiveReader,
  head: BackupHead,
  onProgress?: (done: number, total: number) => void,
): Promise<BackupManifest> {
  const total = head.tables.reduce((sum, { rows }) => sum + rows, 0);
  const read: BackupManifest['tables'] = [];
  let done = 0;
  for (const table of head.tables) {
    const meter = new RowMeter();
    const passed = () => onProgress?.(done + meter.rows, total);
    try {
      await rowsIn(client, table, meter.through(archive.table(table.name), passed));
    } catch (cause) {
      // Values of no sense, or rows that contradict each other, were never written by a database.
      const contradicts = isDataRefused(cause) || codeOf(cause)?.startsWith('23') === true;
      throw contradicts ? archive.damaged(cause) : cause;
    }
    done += meter.rows;
    read.push({ name: table.name, rows: meter.rows, sha256: meter.sha256() });
  }
  const manifest = await archive.json(MANIFEST_ENTRY, BackupManifest);
  await archive.end();
  const isWhole =
    JSON.stringify(manifest.tables) === JSON.stringify(read) &&
    manifest.instanceId === head.instanceId &&
    (await countDamagedBlobs(client)) === 0;
  if (!isWhole) throw archive.damaged();
  const known = new Set((await sequencesOf(client)).map(({ name }) => name));
  for (const sequence of head.sequences) {
    if (!known.has(sequence.name)) throw archive.damaged();
    await setSequence(client, sequence);
  }
  return manifest;
}
