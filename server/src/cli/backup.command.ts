import { resolve } from 'node:path';
import { Command } from 'commander';
import { writeBackup } from '../backup/writeBackup.ts';
import { inDigits } from '../errors/inDigits.ts';
import { ProgressBar } from './progressBar.ts';
import { withDatabase } from './withDatabase.ts';

interface Options {
  force?: true;
  json?: true;
}

/** `backup <file>`: all of the marketplace, as it is at one moment, with the server running or not. */
export function backupCommand(): Command {
  return new Command('backup')
    .description('Write all of the marketplace into one file; it holds secrets.')
    .argument('<file>', 'what to write, as marketplace.tar.gz')
    .option('--force', 'replace the file when it exists')
    .option('--json', 'print what was written as one JSON object')
    .action(async (named: string, { force, json }: Options) => {
      const bar = new ProgressBar(process.stderr, 'Backing up');
      const stop = new AbortController();
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
      const manifest = await withDatabase(
        ({ config, database }) =>
          writeBackup(database, resolve(config.workingDirectory, named), {
            force: force === true,
            signal: stop.signal,
            onProgress: (done, total) => bar.show(done, total),
          }),
        { quiet: json === true },
      ).finally(() => bar.clear());
      const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
      process.stdout.write(
        json === true
          ? `${JSON.stringify(manifest)}\n`
          : `Wrote ${inDigits(rows)} rows of ${manifest.tables.length} tables to ${named}. Keep it safe: it holds the server's secret.\n`,
      );
    });
}
