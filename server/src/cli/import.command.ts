import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { isSlug } from '@skill-marketplace/shared/contracts';
import { Command } from 'commander';
import { StartupFailure } from '../errors/startupFailure.ts';
import { importFolder } from '../features/publishing/folderImport.service.ts';
import { readConfig } from '../config.ts';
import { summaryOf } from './importSummary.ts';
import { ProgressBar } from './progressBar.ts';
import { withMarketplace } from './withMarketplace.ts';

/** `import <folder>`: exit code 0 unless a skill failed. */
export function importCommand(): Command {
  return new Command('import')
    .description('Import every skill below a folder.')
    .argument('<folder>', 'a folder with SKILL.md folders below it')
    .option('--publisher <name>', 'publish all of them under this publisher')
    .option('--json', 'print the report as one JSON object')
    .action(async (folder: string, options: { publisher?: string; json?: true }) => {
      const path = resolve(readConfig().workingDirectory, folder);
      requireFolder(path, folder);
      requireSlug(options.publisher);
      const bar = new ProgressBar(process.stderr, 'Importing');
      const report = await withMarketplace(
        ({ orm, owner }) =>
          importFolder(orm, {
            folder: path,
            actor: owner,
            kind: 'import',
            publisher: options.publisher,
            onProgress: (done, total) => bar.show(done, total),
          }),
        { quiet: options.json === true },
      ).finally(() => bar.clear());
      process.stdout.write(
        options.json === true ? `${JSON.stringify(report)}\n` : summaryOf(report, folder),
      );
      process.exitCode = report.failed > 0 ? 1 : 0;
    });
}

function requireFolder(path: string, given: string): void {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats?.isDirectory() === true) return;
  throw new StartupFailure(
    stats === undefined
      ? `There is no folder ${given}.`
      : `${given} is no folder: give one that holds skills.`,
  );
}

function requireSlug(publisher: string | undefined): void {
  if (publisher === undefined || isSlug(publisher)) return;
  throw new StartupFailure(
    `${JSON.stringify(publisher)} is no publisher: use lower-case letters, digits and single hyphens, 64 at most.`,
  );
}
