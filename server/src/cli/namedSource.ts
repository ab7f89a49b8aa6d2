import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { Config } from '../config.ts';
import { StartupFailure } from '../errors/startupFailure.ts';
import { parseGitSource } from '../git/gitSource.ts';
import { folderTree } from '../features/publishing/sources/folderTree.ts';
import {
  openRepository,
  openText,
  openZip,
  type OpenSource,
} from '../features/publishing/sources/openSource.ts';
import { sourceRules } from '../features/publishing/sources/sourceRules.ts';

/** Which part of a repository; nothing of it makes sense for other sources. */
interface RepositoryPlace {
  ref?: string | undefined;
  subfolder?: string | undefined;
}

/**
 * Opens what a person named on the command line: a folder, a zip, a SKILL.md, or a git repository by URL
 * or path. Unlike a call over the network it may be any host, and this machine's own files.
 */
export async function openNamedSource(
  named: string,
  place: RepositoryPlace,
  config: Config,
): Promise<OpenSource> {
  const { archives, git } = sourceRules(config);
  const anyHost = { ...git, anyPublicHost: true };
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(named)) {
    return openRepository(parseGitSource(named, { local: true }), place, anyHost);
  }
  const path = resolve(config.workingDirectory, named);
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) throw new StartupFailure(`There is no folder or file ${named}.`);
  if (stats.isDirectory()) {
    const isAsked = place.ref !== undefined || place.subfolder !== undefined;
    if (isAsked || isBareRepository(path)) {
      return openRepository(parseGitSource(path, { local: true }), place, anyHost);
    }
    return { tree: await folderTree(path), [Symbol.asyncDispose]: async () => {} };
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
    `${named} is no folder: give one that holds skills, a .zip of one, a SKILL.md, or a git repository.`,
  );
}
