import { Command } from 'commander';
import { readConfig } from '../config.ts';
import { StartupFailure } from '../errors/startupFailure.ts';
import { reportOf } from '../features/publishing/importReport.ts';
import { importTree } from '../features/publishing/importTree.service.ts';
import { summaryOf } from './importSummary.ts';
import { openNamedSource } from './namedSource.ts';
import { ProgressBar } from './progressBar.ts';
import { requireSlug } from './requireSlug.ts';
import { withMarketplace } from './withMarketplace.ts';

interface Options {
  publisher?: string;
  ref?: string;
  subfolder?: string;
  json?: true;
}

/** `import <source>`: exit code 0 unless a skill failed. */
export function importCommand(): Command {
  return new Command('import')
    .description('Import every skill of a folder, a zip or a git repository.')
    .argument(
      '<source>',
      'a folder (of a git work tree: its files as they are, uncommitted ones too; --ref HEAD takes the commit), a .zip, a SKILL.md, or the URL or path of a git repository',
    )
    .option('--publisher <name>', 'publish all of them under this publisher')
    .option('--ref <name>', 'of a git repository: branch, tag or commit')
    .option('--subfolder <path>', 'of a git repository: only what is below that folder')
    .option('--json', 'print the report as one JSON object')
    .action(async (source: string, { publisher, ref, subfolder, json }: Options) => {
      requireSlug('publisher', publisher);
      const bar = new ProgressBar(process.stderr, 'Importing');
      await using opened = await openNamedSource(source, { ref, subfolder }, readConfig());
      if (publisher === undefined && opened.tree.names.length === 0) {
        throw new StartupFailure('One SKILL.md alone names no publisher: give --publisher.');
      }
      const { files, waiting } = await withMarketplace(
        async ({ housePolicy, scope }) => {
          const imported = await importTree(scope.em, {
            tree: opened.tree,
            actor: scope.actor,
            house: housePolicy,
            kind: 'import',
            publisher,
            requestId: scope.requestId,
            onProgress: (done, total) => bar.show(done, total),
          });
          const held = imported.filter(({ published }) => published?.availability === 'held');
          const forSomebodyElse = housePolicy.requireTwoPeople;
          return { files: imported, waiting: { count: held.length, forSomebodyElse } };
        },
        { quiet: json === true },
      ).finally(() => bar.clear());
      const report = reportOf(files);
      process.stdout.write(
        json === true ? `${JSON.stringify(report)}\n` : summaryOf(report, source, waiting),
      );
      process.exitCode = report.failed > 0 ? 1 : 0;
    });
}
