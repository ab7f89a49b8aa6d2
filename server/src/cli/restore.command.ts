import { resolve } from 'node:path';
import { Command } from 'commander';
import { restoreBackup } from '../backup/restoreBackup.ts';
import { takeAdvisoryLock } from '../database/advisoryLock.ts';
import { StartupFailure } from '../errors/startupFailure.ts';
import { inDigits } from '../errors/inDigits.ts';
import { ProgressBar } from './progressBar.ts';
import { withDatabase, type DatabaseScope } from './withDatabase.ts';

/** `restore <file>`: makes an empty marketplace the one that a backup holds. */
export function restoreCommand(): Command {
  return new Command('restore')
    .description('Make an empty marketplace the one that a backup holds, its identity included.')
    .argument('<file>', 'what `backup` wrote')
    .option('--json', 'print what was restored as one JSON object')
    .action(async (named: string, { json }: { json?: true }) => {
      const bar = new ProgressBar(process.stderr, 'Restoring');
      const restored = await withDatabase(
        async (scope) => {
          const release = await takePlace(scope);
          try {
            const path = resolve(scope.config.workingDirectory, named);
            return await restoreBackup(scope.database, path, (done, total) =>
              bar.show(done, total),
            );
          } finally {
            await release();
          }
        },
        { quiet: json === true },
      ).finally(() => bar.clear());
      const rows = restored.tables.reduce((sum, table) => sum + table.rows, 0);
      process.stdout.write(
        json === true
          ? `${JSON.stringify(restored)}\n`
          : `Restored ${inDigits(rows)} rows of ${restored.tables.length} tables, as they were at ${restored.createdAt}. This is the marketplace ${restored.instanceId} from now on: let the one that it was copied from serve no more.\n`,
      );
    });
}

/** The place of the one server of a data directory, for as long as the restore takes. */
async function takePlace({ config, database }: DatabaseScope): Promise<() => Promise<void>> {
  // A shared database serves many; that none is connected is looked at where it is emptied.
  if (config.databaseUrl !== undefined) return async () => {};
  const release = await takeAdvisoryLock(database.orm, 'serve');
  if (release !== undefined) return release;
  throw new StartupFailure(
    `A server runs on ${config.dataDirectory}: stop it first, or set DATA_DIR to another folder.`,
  );
}
