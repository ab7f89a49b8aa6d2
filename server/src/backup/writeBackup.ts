import { API_VERSION } from '@skill-marketplace/shared/contracts';
import type { ClientBase } from 'pg';
import { withAdvisoryLock } from '../database/advisoryLock.ts';
import { connect } from '../database/connection.ts';
import type { Database } from '../database/open.ts';
import { StartupFailure } from '../errors/startupFailure.ts';
import { ArchiveWriter } from './archiveWriter.ts';
import {
  BACKUP_FORMAT,
  HEAD_ENTRY,
  MANIFEST_ENTRY,
  type BackupHead,
  type BackupManifest,
} from './format.ts';
import { writePartFile } from './partFile.ts';
import { countDamagedBlobs, countRows, rowsOut } from './rows.repository.ts';
import { RowMeter } from './rowMeter.ts';
import {
  beginSnapshot,
  holdTables,
  instanceIdOf,
  migrationsOf,
  sequencesOf,
  tablesOf,
} from './schema.repository.ts';

/** How a backup is made; `onProgress` counts rows. */
export interface BackupOptions {
  force?: boolean;
  onProgress?: (done: number, total: number) => void;
  signal?: AbortSignal;
}

/**
 * Writes all of the marketplace, as it is at one moment, into a file; who uses it meanwhile notices nothing.
 * Tables are streamed, so memory does not grow with them. What keeps it from it is a `StartupFailure`.
 */
export async function writeBackup(
  { orm, address }: Pick<Database, 'orm' | 'address'>,
  path: string,
  { force = false, onProgress, signal }: BackupOptions = {},
): Promise<BackupManifest> {
  await using connection = await connect(address, 'backup');
  const { client } = connection;
  // Nobody migrates between the look at the tables and the hold on them.
  const head = await withAdvisoryLock(orm, 'migrate', () => beginBackup(client));
  const total = head.tables.reduce((sum, { rows }) => sum + rows, 0);
  return await writePartFile(path, force, async (target) => {
    const archive = new ArchiveWriter(target, new Date(head.createdAt), signal);
    try {
      await archive.addJson(HEAD_ENTRY, head);
      const tables: BackupManifest['tables'] = [];
      let done = 0;
      for (const table of head.tables) {
        const meter = new RowMeter();
        const rows = rowsOut(client, table);
        const passed = () => onProgress?.(done + meter.rows, total);
        await archive.addTable(table.name, meter.through(rows, passed));
        done += meter.rows;
        tables.push({ name: table.name, rows: meter.rows, sha256: meter.sha256() });
      }
      await requireSoundBlobs(client);
      const { format, apiVersion, instanceId, createdAt, migrations } = head;
      const manifest = { format, apiVersion, instanceId, createdAt, migrations, tables };
      await archive.addJson(MANIFEST_ENTRY, manifest);
      await archive.finish();
      return manifest;
    } catch (cause) {
      await archive.abandon();
      if (signal?.aborted !== true) throw cause;
      throw new StartupFailure('The backup was broken off: no file was made.', { cause });
    }
  });
}

async function beginBackup(client: ClientBase): Promise<BackupHead> {
  await beginSnapshot(client);
  const migrations = await migrationsOf(client);
  const instanceId = migrations.length === 0 ? undefined : await instanceIdOf(client);
  if (instanceId === undefined) {
    throw new StartupFailure('There is no marketplace yet that could be backed up.');
  }
  const found = await tablesOf(client);
  await holdTables(
    client,
    found.map(({ name }) => name),
  );
  const tables: BackupHead['tables'] = [];
  for (const { name, columns } of found) {
    tables.push({ name, columns, rows: await countRows(client, name) });
  }
  return {
    format: BACKUP_FORMAT,
    apiVersion: API_VERSION,
    instanceId,
    createdAt: new Date().toISOString(),
    migrations,
    tables,
    sequences: await sequencesOf(client),
  };
}

/** A backup that cannot be restored is found out about too late. */
async function requireSoundBlobs(client: ClientBase): Promise<void> {
  const damaged = await countDamagedBlobs(client);
  if (damaged === 0) return;
  throw new StartupFailure(
    `${damaged} of the stored files ${damaged === 1 ? 'is' : 'are'} not what the hash says: the database is damaged, and no backup of it was made. Keep the earlier ones.`,
  );
}
