import { deadline, type Deadline } from '../deadline.ts';
import { fetchCommit } from './fetchCommit.ts';
import { FetchedObjects } from './fetchedObjects.ts';
import { repositoryTooLarge, tookTooLong } from './gitFailures.ts';
import { gitHostAddress } from './gitHostAddress.ts';
import { gitEnvironment } from './gitOptions.ts';
import { checkedRef, checkedSubfolder } from './gitRef.ts';
import type { GitRules } from './gitRules.ts';
import type { GitSource } from './gitSource.ts';
import type { GitEntry } from './listTree.ts';
import { makeRepositoryFolder } from './repositoryFolder.ts';

/** What to fetch of a repository, and by which rules. */
export interface FetchOptions {
  /** Branch, tag or whole commit id; the source's own where left out, else the default branch. */
  ref?: string | undefined;
  /** Folder to list; the source's own where left out, else the root. */
  subfolder?: string | undefined;
  rules: GitRules;
  /** Ends the fetch, and every later reading, with its own reason. */
  signal?: AbortSignal | undefined;
}

/** One commit of a repository, on this machine until it is disposed of; nothing of it is ever checked out or run. */
export interface GitRepository extends AsyncDisposable {
  /** 40 hexadecimal digits. */
  commit: string;
  entries: readonly GitEntry[];
  /** The bytes of a file, or the target of a link; hold `size` to a limit first. */
  read(entry: GitEntry): Promise<Buffer>;
}

/**
 * Fetches one commit of a repository and lists what is in it. An https repository is reached at one address,
 * which was checked, and nowhere else: no redirect, proxy, credential or configuration of the server's account
 * counts. `invalid_input` at `source.ref` or `source.subfolder`; `not_allowed`: its host, or objects that git
 * refuses; `not_found`: repository, ref or folder; `too_large`: bytes or files; `upstream_unavailable`: no
 * answer, no trusted certificate, moved, out of time, or no git on this machine.
 *
 * @example
 * await using repository = await fetchRepository(source, { ref: 'main', rules });
 */
export async function fetchRepository(
  source: GitSource,
  { ref = source.ref, subfolder = source.subfolder, rules, signal }: FetchOptions,
): Promise<GitRepository> {
  const wantedRef = ref === undefined ? undefined : checkedRef(ref, 'source.ref');
  const folder = checkedSubfolder(subfolder ?? '', 'source.subfolder');
  using limit = deadlineOf(rules, signal);
  limit.signal.throwIfAborted();
  const address =
    source.kind === 'https' ? await gitHostAddress(source, rules, limit.signal) : undefined;
  await using resources = new AsyncDisposableStack();
  const work = resources.use(await makeRepositoryFolder(rules.workDirectory));
  const place = {
    folder: work,
    environment: gitEnvironment(work, rules),
    maxBytes: rules.maxBytes,
  };
  await fetchCommit({ source, ref: wantedRef, address, rules, place, stop: limit.signal });
  const objects = resources.use(new FetchedObjects(source, place));
  const { commit, tree } = await objects.find(wantedRef, folder, limit.signal);
  const entries = await objects.list(tree, limit.signal);
  const held = resources.move();
  return {
    commit,
    entries,
    async read(entry) {
      if (entry.size > rules.maxBytes) throw repositoryTooLarge(source, rules.maxBytes);
      using reading = deadlineOf(rules, signal);
      return await objects.read(entry, reading.signal);
    },
    [Symbol.asyncDispose]: () => held.disposeAsync(),
  };
}

function deadlineOf({ seconds }: GitRules, signal: AbortSignal | undefined): Deadline {
  return deadline(seconds, () => tookTooLong(seconds), signal);
}
