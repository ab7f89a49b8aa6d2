import { resolve } from 'node:path';
import { Command } from 'commander';
import { readConfig } from '../config.ts';
import { StartupFailure } from '../errors/startupFailure.ts';
import { publisherNamedBy } from '../features/publishing/publisherOf.ts';
import { readMeta } from '../features/publishing/skillMeta.ts';
import { readNamedFolder } from './namedFolder.ts';
import { publishedText } from './publishedText.ts';
import { requireSlug } from './requireSlug.ts';
import { withAdvice } from './withAdvice.ts';
import { withMarketplace } from './withMarketplace.ts';

interface Options {
  publisher?: string;
  name?: string;
  version?: string;
  json?: true;
}

/** `publish <folder>`: one skill as a new version, as its author would; nothing is renumbered. */
export function publishCommand(): Command {
  return new Command('publish')
    .description('Publish the skill in a folder as a version.')
    .argument('<folder>', 'a folder with a SKILL.md at its top')
    .option('--publisher <name>', 'whose skill it is; otherwise what the skill says, or your own')
    .option('--name <name>', 'its name in the reference; otherwise what the skill says')
    .option('--version <number>', 'its number; otherwise what the skill says')
    .option('--json', 'print the answer as one JSON object')
    .action(async (folder: string, options: Options) => {
      requireSlug('publisher', options.publisher);
      requireSlug('name', options.name);
      const path = resolve(readConfig().workingDirectory, folder);
      const { files, links, names } = await readNamedFolder(folder, path);
      const named = publisherNamedBy({
        metaOwner: readMeta(files).owner,
        skillFolder: '',
        rootNames: names,
      });
      const published = await withMarketplace(
        ({ scope, services }) => {
          const publisher = options.publisher ?? named ?? scope.actor.publishers[0];
          if (publisher === undefined) {
            throw new StartupFailure('Say whose skill it is: give --publisher.');
          }
          const { name, version } = options;
          const folderName = names.at(-1) ?? '';
          const publication = { publisher, name, version, folderName, files, links };
          return withAdvice(services.publishing.publishFiles(scope, publication), {
            version_exists: '--version gives the number.',
          });
        },
        { quiet: options.json === true },
      );
      process.stdout.write(
        options.json === true ? `${JSON.stringify(published)}\n` : publishedText(published),
      );
    });
}
