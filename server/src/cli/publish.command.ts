import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { PublishResult } from '@skill-marketplace/shared/contracts';
import { Command } from 'commander';
import { readConfig } from '../config.ts';
import { StartupFailure } from '../errors/startupFailure.ts';
import { publisherNamedBy } from '../features/publishing/publisherOf.ts';
import { readSkillFolder } from '../features/publishing/readSkillFolder.ts';
import { readMeta } from '../features/publishing/skillMeta.ts';
import { folderTree } from '../features/publishing/sources/folderTree.ts';
import { requireSlug } from './requireSlug.ts';
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
      if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) {
        throw new StartupFailure(`There is no folder ${folder}.`);
      }
      const tree = await folderTree(path);
      const { files } = await readSkillFolder(tree, {
        folder: '',
        fileName: 'SKILL.md',
        isLink: false,
        inner: [],
      });
      const named = publisherNamedBy({
        metaOwner: readMeta(files).owner,
        skillFolder: '',
        rootNames: tree.names,
      });
      const published = await withMarketplace(
        ({ scope, services }) => {
          const publisher = options.publisher ?? named ?? scope.actor.publishers[0];
          if (publisher === undefined) {
            throw new StartupFailure('Say whose skill it is: give --publisher.');
          }
          const { name, version } = options;
          const folderName = tree.names.at(-1) ?? '';
          return services.publishing.publishFiles(scope, {
            publisher,
            name,
            version,
            folderName,
            files,
          });
        },
        { quiet: options.json === true },
      );
      process.stdout.write(
        options.json === true ? `${JSON.stringify(published)}\n` : sentenceOf(published),
      );
    });
}

function sentenceOf({ outcome, reference, version, availability }: PublishResult): string {
  if (outcome === 'unchanged') return `${reference} ${version} has these very files already.\n`;
  const state = availability === 'held' ? ' It waits for review.' : '';
  return `Published ${reference} ${version}.${state}\n`;
}
