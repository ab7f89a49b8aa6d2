import { statSync, type Stats } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { ArchiveLimits } from '../archives/archiveLimits.ts';
import type { Config } from '../config.ts';
import { inDigits } from '../errors/inDigits.ts';
import { StartupFailure } from '../errors/startupFailure.ts';
import { gitHostAddress } from '../git/gitHostAddress.ts';
import { HTTPS_PORT, type GitRules } from '../git/gitRules.ts';
import { parseGitSource } from '../git/gitSource.ts';
import { SKILL_LIMITS } from '../features/publishing/limits.ts';
import {
  openFolder,
  openRepository,
  openText,
  openZip,
  type OpenSource,
  type RepositoryPart,
} from '../features/publishing/sources/openSource.ts';
import { sourceRules } from '../features/publishing/sources/sourceRules.ts';
import { withAdvice } from './withAdvice.ts';

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
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(named)) return openUrl(named, part, anyHost);
  const path = resolve(config.workingDirectory, named);
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) {
    // `git@host:path` goes over ssh: the sentence says that it has to be https.
    if (/^[^/\\]+@[^/\\]+:/.test(named)) return openUrl(named, part, anyHost);
    throw new StartupFailure(`There is no folder or file ${named}.`);
  }
  const isPart = part.ref !== undefined || part.subfolder !== undefined;
  if (isPart && !(stats.isDirectory() && isRepository(path))) {
    throw new StartupFailure(
      `${named} is no git repository, and --ref and --subfolder choose a part of one: leave them out.`,
    );
  }
  if (stats.isDirectory()) {
    if (!isPart && !isBareRepository(path)) return openFolder(path);
    return openRepository(parseGitSource(path, { local: true }), part, anyHost);
  }
  if (stats.isFile() && /\.zip$/i.test(path)) return openZipFile(named, path, stats, archives);
  if (stats.isFile() && /\.md$/i.test(path)) {
    refuseLarge(named, stats, SKILL_LIMITS.fileSize, 'a file of a skill may have');
    return openText(await readFile(path), basename(path));
  }
  throw new StartupFailure(
    `${named} cannot be imported: give a folder that holds skills, a .zip of one, a SKILL.md, or a git repository.`,
  );
}

async function openUrl(url: string, part: RepositoryPart, rules: GitRules): Promise<OpenSource> {
  const source = parseGitSource(url, { local: true });
  if (source.kind === 'https') {
    const { host, port } = source;
    const place = port === HTTPS_PORT ? host : `${host}:${port}`;
    // Asked first, since a fetch is not_allowed for other reasons too.
    await withAdvice(gitHostAddress(source, rules, AbortSignal.timeout(1000 * rules.seconds)), {
      not_allowed: `If you trust it, give its address: GIT_HOSTS=${place}=10.1.2.3.`,
    });
  }
  return openRepository(source, part, rules);
}

/** What a zip has beside the bytes of its files: names and headers. */
const ZIP_HEADERS = 1024 ** 2;

async function openZipFile(
  named: string,
  path: string,
  stats: Stats,
  limits: ArchiveLimits,
): Promise<OpenSource> {
  // It is read whole before it is judged; one that honest tools made is hardly larger than its files.
  const most = 2 * limits.totalSize + ZIP_HEADERS;
  refuseLarge(named, stats, most, 'twice the totalSize of ARCHIVE_LIMITS allows');
  return withAdvice(openZip(basename(path), await readFile(path), limits), {
    too_large: 'ARCHIVE_LIMITS changes the limit.',
  });
}

function refuseLarge(named: string, { size }: Stats, most: number, what: string): void {
  if (size <= most) return;
  throw new StartupFailure(`${named} has ${inDigits(size)} bytes; ${what} ${inDigits(most)}.`);
}

/** A work tree, or a repository without one. */
function isRepository(path: string): boolean {
  return exists(path, '.git') || isBareRepository(path);
}

function isBareRepository(path: string): boolean {
  return ['HEAD', 'objects', 'refs'].every((name) => exists(path, name));
}

function exists(folder: string, name: string): boolean {
  return statSync(join(folder, name), { throwIfNoEntry: false }) !== undefined;
}
