import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { explainFailure } from './explainFailure.ts';
import { gitMissing, MIN_GIT_VERSION, repositoryTooLarge } from './gitFailures.ts';
import { safeOptions, transportOptions } from './gitOptions.ts';
import type { GitPlace } from './gitProcess.ts';
import type { GitRules } from './gitRules.ts';
import type { GitSource } from './gitSource.ts';
import { runGit } from './runGit.ts';

/** What to fetch, from which address, into which place. */
export interface CommitFetch {
  source: GitSource;
  ref: string | undefined;
  /** The one that was checked; `undefined` for a repository on this machine. */
  address: string | undefined;
  rules: GitRules;
  place: GitPlace;
  stop: AbortSignal;
}

/** Makes a bare repository and fetches one commit into it, without its history; it is `FETCH_HEAD` there. */
export async function fetchCommit(fetch: CommitFetch): Promise<void> {
  const { source, ref, address, rules, place, stop } = fetch;
  await requireGit(place, stop);
  const { repository } = place.folder;
  const made = await runGit(
    [...safeOptions(), 'init', '--quiet', '--bare', '--template=', repository],
    place,
    stop,
  );
  if (made.code !== 0) throw new Error(`git init ended with ${made.code}`);
  const fetched = await runGit(
    [
      ...safeOptions(),
      ...transportOptions(source, address, rules),
      `--git-dir=${repository}`,
      'fetch',
      '--quiet',
      '--depth=1',
      '--update-shallow',
      '--no-tags',
      '--no-recurse-submodules',
      '--no-auto-maintenance',
      '--',
      source.kind === 'https' ? source.url : resolve(source.path),
      // With a colon it is a refspec and nothing else: `tag` alone would be a word of the command.
      `${ref ?? 'HEAD'}:`,
    ],
    place,
    stop,
  );
  if (fetched.code === 0) return;
  if (await hasReachedLimit(place)) throw repositoryTooLarge(source, place.maxBytes);
  throw explainFailure(fetched.errors, { source, ref });
}

/** The system ends git without a word when a file reaches the limit, and the file is left as it is. */
async function hasReachedLimit({ folder, maxBytes }: GitPlace): Promise<boolean> {
  const packs = join(folder.repository, 'objects', 'pack');
  for (const name of await readdir(packs)) {
    const { size } = await stat(join(packs, name));
    if (size >= maxBytes) return true;
  }
  return false;
}

/** An older git would ignore the address that it is told, and ask the resolver itself. */
async function requireGit(place: GitPlace, stop: AbortSignal): Promise<void> {
  const { code, output } = await runGit(['version'], place, stop);
  const [, major, minor] = /^git version (\d+)\.(\d+)/.exec(output) ?? [];
  const isRecent =
    Number(major) > MIN_GIT_VERSION.major ||
    (Number(major) === MIN_GIT_VERSION.major && Number(minor) >= MIN_GIT_VERSION.minor);
  if (code !== 0 || !isRecent) throw gitMissing();
}
