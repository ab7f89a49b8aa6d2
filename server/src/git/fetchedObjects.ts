import { DomainError } from '../errors/domainError.ts';
import {
  folderNotFound,
  refNotFound,
  tooManyEntries,
  unreadableRepository,
} from './gitFailures.ts';
import { safeOptions } from './gitOptions.ts';
import { GitProcess, type GitPlace } from './gitProcess.ts';
import type { GitSource } from './gitSource.ts';
import { listArguments, readListing, type GitEntry } from './listTree.ts';
import { OBJECT_READER_ARGUMENTS, ObjectReader } from './objectReader.ts';
import { unlessStopped } from './runGit.ts';

/** What a listing may be: far more than any repository of skills has. */
const LISTING_LIMITS = { entries: 100_000, bytes: 32 * 1024 * 1024 };

/**
 * The objects of a bare repository into which a commit was fetched. Each call throws the signal's reason when
 * that comes first, and what git answers is not understood as `upstream_unavailable`.
 */
export class FetchedObjects implements AsyncDisposable {
  readonly #source: GitSource;
  readonly #place: GitPlace;
  readonly #git: GitProcess;
  readonly #objects: ObjectReader;

  constructor(source: GitSource, place: GitPlace) {
    this.#source = source;
    this.#place = place;
    this.#git = this.#start(OBJECT_READER_ARGUMENTS);
    this.#objects = new ObjectReader(this.#git);
  }

  /** The commit that was fetched, and the tree of its folder; `not_found` when one of them is none. */
  find(
    ref: string | undefined,
    folder: string,
    stop: AbortSignal,
  ): Promise<{ commit: string; tree: string }> {
    return this.#ask(this.#git, stop, async () => {
      const commit = await this.#objects.info('FETCH_HEAD^{commit}');
      if (commit === undefined) throw refNotFound(this.#source, ref);
      const tree = await this.#objects.info(`${commit.id}:${folder}`);
      if (tree?.type !== 'tree') throw folderNotFound(this.#source, folder);
      return { commit: commit.id, tree: tree.id };
    });
  }

  /** All that is below a tree; `too_large` as soon as it is known to be more than is listed. */
  async list(tree: string, stop: AbortSignal): Promise<readonly GitEntry[]> {
    await using git = this.#start(listArguments(tree));
    git.input.end();
    return await this.#ask(git, stop, async () => {
      const entries = await readListing(git.output, LISTING_LIMITS);
      if (entries === undefined) throw tooManyEntries(this.#source, LISTING_LIMITS.entries);
      // A list that was cut short is none.
      if ((await git.ended).code !== 0) throw unreadableRepository(this.#source);
      return entries;
    });
  }

  /** The bytes of a file, or the target of a link. */
  read({ id, size }: GitEntry, stop: AbortSignal): Promise<Buffer> {
    return this.#ask(this.#git, stop, () => this.#objects.contents(id, size));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#git[Symbol.asyncDispose]();
  }

  #start(args: readonly string[]): GitProcess {
    const { repository } = this.#place.folder;
    return new GitProcess([...safeOptions(), `--git-dir=${repository}`, ...args], this.#place);
  }

  async #ask<T>(git: GitProcess, stop: AbortSignal, work: () => Promise<T>): Promise<T> {
    try {
      return await unlessStopped(git, stop, work);
    } catch (cause) {
      stop.throwIfAborted();
      throw cause instanceof DomainError ? cause : unreadableRepository(this.#source, cause);
    }
  }
}
