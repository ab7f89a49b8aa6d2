import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { Config } from '../config.ts';
import { StartupFailure } from '../errors/startupFailure.ts';
import { parseGitSource } from '../git/gitSource.ts';
import {
  openFolder,
  openRepository,
  openText,
  openZip,
  type OpenSource,
  type RepositoryPart,
} from '../features/publishing/sources/openSource.ts';
import { sourceRules } from '../features/publishing/sources/sourceRules.ts';

/**
 * Opens what a person named on the command line: a folder, a zip, a SKILL.md, or a git repository by URL
 * or path. Unlike a call over the network it may be any host, and this machine's own files.
 */
export async function openNamedSource(
  named: string,
  part: RepositoryPart,
  config: Config,
): Promise<OpenSource> {
  const { archives, git } = sourceRules(config);
  const anyHost = { ...git, anyPublicHost: true };
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(named)) {
    return openRepository(parseGitSource(named, { local: true }), part, anyHost);
  }
  const path = resolve(config.workingDirectory, named);
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) throw new StartupFailure(`There is no folder or file ${named}.`);
  if (stats.isDirectory()) {
    const isAsked = part.ref !== undefined || part.subfolder !== undefined;
    if (isAsked || isBareRepository(path)) {
      return openRepository(parseGitSource(path, { local: true }), part, anyHost);
    }
    return openFolder(path);
  }
  if (!stats.isFile()) throw notImportable(named);
  if (/\.zip$/i.test(path)) return openZip(basename(path), await readFile(path), archives);
  if (/\.md$/i.test(path)) return openText(await readFile(path));
  throw notImportable(named);
}

function isBareRepository(path: string): boolean {
  return ['HEAD', 'objects', 'refs'].every(
    (name) => statSync(join(path, name), { throwIfNoEntry: false }) !== undefined,
  );
}

function notImportable(named: string): StartupFailure {
  return new StartupFailure(
    `${named} cannot be imported: give a folder that holds skills, a .zip of one, a SKILL.md, or a git repository.`,
  );
}
