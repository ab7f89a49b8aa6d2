import { fileURLToPath } from 'node:url';
import { MAX_REPOSITORY_URL } from '@skill-marketplace/shared/contracts';
import { invalidInput } from '../errors/failures.ts';
import { isHostName } from '../outbound/hostName.ts';
import { checkedRef, checkedSubfolder } from './gitRef.ts';
import { HTTPS_PORT } from './gitRules.ts';

interface RepositoryPlace {
  /** Branch, tag or commit, where the address names one. */
  ref?: string;
  /** Folder of the repository, where the address names one. */
  subfolder?: string;
  /** The names on the way to the repository, its own last and without `.git`: `['acme', 'skills']`. */
  names: readonly string[];
}

/** A repository that is fetched over https. */
export interface HttpsSource extends RepositoryPlace {
  kind: 'https';
  /** Without a name, a password, a query or a fragment: it may be shown and kept. */
  url: string;
  host: string;
  port: number;
}

/** A repository on this machine. */
export interface LocalSource extends RepositoryPlace {
  kind: 'local';
  path: string;
}

/** Where a repository is. */
export type GitSource = HttpsSource | LocalSource;

const FIELD = 'source.url';

/** The pages that forges show for a folder: GitHub, GitLab, Forgejo and Gitea. */
const FOLDER_PAGES = [
  /^(?<repository>[^/]+\/[^/]+)\/tree\/(?<ref>[^/]+)(?:\/(?<subfolder>.+))?$/,
  /^(?<repository>.+?)\/-\/tree\/(?<ref>[^/]+)(?:\/(?<subfolder>.+))?$/,
  /^(?<repository>[^/]+\/[^/]+)\/src\/(?:branch|tag|commit)\/(?<ref>[^/]+)(?:\/(?<subfolder>.+))?$/,
];

/**
 * Reads the address of a repository: `https://host[:port]/path`, or the page of one of its folders, from which
 * a ref without slashes and the folder are taken; its query and fragment are left out. With `local` also a
 * `file://` URL or a path of this machine. Anything else, a name or password in it too, is `invalid_input`
 * at `source.url`, with a message that repeats nothing of it.
 *
 * @example parseGitSource('https://github.com/acme/skills/tree/main/review', { local: false }).subfolder // 'review'
 */
export function parseGitSource(text: string, { local }: { local: boolean }): GitSource {
  const address = text.trim();
  if (address === '' || address.length > MAX_REPOSITORY_URL || /\p{Cc}/u.test(address)) {
    throw notAnAddress(local);
  }
  if (/^https:\/\//i.test(address)) return httpsSource(address, local);
  if (!local) throw notAnAddress(local);
  if (/^file:\/\//i.test(address)) return localSource(filePath(address));
  // `host:path` and `user@host:path` go over ssh, `x::y` starts a program; a drive letter is a path.
  if (/^[^/\\]*:/.test(address) && !/^[a-z]:[/\\]/i.test(address)) throw notAnAddress(local);
  return localSource(address);
}

function httpsSource(address: string, local: boolean): HttpsSource {
  const url = URL.parse(address);
  if (url === null) throw notAnAddress(local);
  if (url.username !== '' || url.password !== '') {
    throw invalidInput(
      FIELD,
      'Give the address without a name and a password: only repositories that everyone may read are imported.',
    );
  }
  const host = url.hostname.replace(/\.$/, '');
  if (!isHostName(host)) throw notAnAddress(local);
  const path = decodedPath(url.pathname, local).join('/');
  const page = FOLDER_PAGES.map((pattern) => pattern.exec(path)?.groups).find(Boolean);
  const { repository = path, ref, subfolder } = page ?? {};
  const port = url.port === '' ? HTTPS_PORT : Number(url.port);
  const origin = port === HTTPS_PORT ? host : `${host}:${port}`;
  const names = repository.split('/');
  return {
    kind: 'https',
    url: `https://${origin}/${names.map(encodeURIComponent).join('/')}`,
    host,
    port,
    names: withoutGit(names),
    ...(ref !== undefined && { ref: checkedRef(ref, FIELD) }),
    ...(subfolder !== undefined && { subfolder: checkedSubfolder(subfolder, FIELD) }),
  };
}

/** The names in the path; an encoded slash or control character in one would mean something else to the server. */
function decodedPath(pathname: string, local: boolean): string[] {
  let segments: string[];
  try {
    segments = pathname.split('/').map(decodeURIComponent);
  } catch {
    throw notAnAddress(local);
  }
  const names = segments.filter((segment) => segment !== '');
  const isOdd = (name: string) => /[/\\\p{Cc}]/u.test(name) || name === '.' || name === '..';
  if (names.length === 0 || names.some(isOdd)) throw notAnAddress(local);
  return names;
}

function localSource(path: string): LocalSource {
  const names = path.split(/[/\\]/).filter((name) => name !== '' && name !== '.');
  return { kind: 'local', path, names: withoutGit(names) };
}

function filePath(address: string): string {
  try {
    const path = fileURLToPath(address);
    if (!path.includes('\0')) return path;
  } catch {
    // A host in it, or an encoded slash: the sentence below says what to give.
  }
  throw invalidInput(FIELD, 'Give a file address of this machine, as file:///srv/skills.git.');
}

/** `skills.git` is the repository `skills`; a folder's own `.git` is the folder. */
function withoutGit(names: readonly string[]): string[] {
  const last = names.at(-1)?.replace(/\.git$/, '') ?? '';
  return last === '' ? names.slice(0, -1) : [...names.slice(0, -1), last];
}

function notAnAddress(local: boolean): Error {
  const other = local ? ', or the path of one on this machine' : '';
  return invalidInput(
    FIELD,
    `Give the https address of a repository, as https://github.com/acme/skills${other}.`,
  );
}
