import { DomainError } from '../errors/domainError.ts';
import { notAllowed } from '../errors/failures.ts';
import { inDigits } from '../errors/inDigits.ts';
import type { GitSource } from './gitSource.ts';

/** The oldest git that can be told which address to connect to (`http.curloptResolve`). */
export const MIN_GIT_VERSION = { major: 2, minor: 37 };

/** This machine has no git, or one that cannot be kept to one address. */
export function gitMissing(): DomainError {
  const { major, minor } = MIN_GIT_VERSION;
  return new DomainError(
    'upstream_unavailable',
    `The server has no git ${major}.${minor} or later, which fetches repositories: install it there.`,
  );
}

/** The time for a fetch, or for one file, is over. */
export function tookTooLong(seconds: number): DomainError {
  const time = seconds === 1 ? 'a second' : `${seconds} seconds`;
  return new DomainError('upstream_unavailable', `The repository was not fetched within ${time}.`);
}

/** The host is none of those that the operator lists. */
export function hostNotListed(host: string, port: number): DomainError {
  const place = port === 443 ? host : `${host}:${port}`;
  return notAllowed(
    `This server imports nothing from ${place}: ask its operator to list it in GIT_HOSTS.`,
  );
}

/** Nothing there may be read by everyone; servers do not say whether something is. */
export function repositoryNotFound(source: GitSource): DomainError {
  return new DomainError(
    'not_found',
    source.kind === 'https'
      ? `There is no repository at ${source.url} that may be read without signing in.`
      : `There is no repository at ${source.path}.`,
  );
}

/** The repository has no such folder. */
export function folderNotFound(source: GitSource, subfolder: string): DomainError {
  return new DomainError('not_found', `${placeOf(source)} has no folder ${subfolder}.`);
}

/** What was fetched is no commit. */
export function refNotFound(source: GitSource, ref: string | undefined): DomainError {
  return new DomainError(
    'not_found',
    ref === undefined
      ? `${placeOf(source)} is no git repository, or has no commit yet.`
      : `${placeOf(source)} has no branch, tag or commit ${ref}; a commit must be given by its whole id.`,
  );
}

/** More bytes than a repository may have. */
export function repositoryTooLarge(source: GitSource, maxBytes: number): DomainError {
  const limit = inDigits(maxBytes / 1024 / 1024);
  return new DomainError('too_large', `${placeOf(source)} is larger than ${limit} MiB.`);
}

/** More files than a repository may have, or longer names for them. */
export function tooManyEntries(source: GitSource, limit: number): DomainError {
  return new DomainError(
    'too_large',
    `${placeOf(source)} has more than ${inDigits(limit)} files: name a folder of it.`,
  );
}

/** What git read is not what it had announced, or it ended before it had answered. */
export function unreadableRepository(source: GitSource, cause?: unknown): DomainError {
  return new DomainError(
    'upstream_unavailable',
    `${placeOf(source)} was fetched and cannot be read: try again.`,
    { cause },
  );
}

/** A repository as people know it; a source holds no secret. */
export function placeOf(source: GitSource): string {
  return source.kind === 'https' ? source.url : source.path;
}
