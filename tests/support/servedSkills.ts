import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { chmod, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  fetchRepository,
  type FetchOptions,
  type GitRepository,
} from '../../server/src/git/fetchRepository.ts';
import type { GitRules } from '../../server/src/git/gitRules.ts';
import { parseGitSource } from '../../server/src/git/gitSource.ts';
import { makeRepository, type TestRepository } from './gitRepository.ts';
import { startGitServer, type GitServerAnswer, type GitServer } from './gitServer.ts';
import { temporaryFolder } from './temporaryFolder.ts';

/** What a fetch gave: the commit, and the files' bytes by path. */
export interface FetchedContent {
  commit: string;
  files: Record<string, string>;
}

/** A repository of skills, served over https as `acme/skills` by a server that also misbehaves on some paths. */
export interface ServedSkills extends AsyncDisposable {
  /** What lies below `served` in this folder is served. */
  readonly path: string;
  readonly server: GitServer;
  readonly repository: TestRepository;
  /** Rules that reach this server alone. */
  readonly rules: GitRules;
  readonly commits: { first: string; main: string; release: string };
  address(path: string): string;
  fetchFrom(path: string, options?: Partial<FetchOptions>): Promise<GitRepository>;
  fetchLocal(path: string, options?: Partial<FetchOptions>): Promise<GitRepository>;
  /** The commit and what is in it; the repository is disposed of afterwards. */
  contentOf(fetching: Promise<GitRepository>): Promise<FetchedContent>;
  /** Asserts that a fetch fails; one that succeeds after all leaves nothing behind. */
  refused(fetching: Promise<GitRepository>, expected: object): Promise<void>;
  /** Requests that were never answered. */
  stalled(): number;
  /** What fetches left in their work directory. */
  leftovers(): string[];
}

/** Serves two commits on `main`, a third on `release/2`, the tags `v1` and `v1-annotated`, and a branch `tag`. */
export async function serveSkills(): Promise<ServedSkills> {
  await using stack = new AsyncDisposableStack();
  const { path } = stack.use(await temporaryFolder('git'));
  const root = join(path, 'served');
  const repository = await makeRepository(join(root, 'acme', 'skills'));
  const commits = await commitSkills(repository);
  const misbehaviour = misbehaving();
  const server = stack.use(await startGitServer(root, { answer: misbehaviour.answer }));
  const caFile = join(path, 'ca.pem');
  await writeFile(caFile, server.authority);
  const rules: GitRules = {
    hosts: [{ host: 'git.example', port: server.port, address: '127.0.0.1' }],
    caFile,
    searchPath: process.env['PATH'],
    seconds: 20,
    maxBytes: 20 * 1024 * 1024,
    workDirectory: join(path, 'work'),
  };
  const address = (place: string) => `https://git.example:${server.port}/${place}`;
  const held = stack.move();
  return {
    path,
    server,
    repository,
    rules,
    commits,
    address,
    fetchFrom: (place, options = {}) =>
      fetchRepository(parseGitSource(address(place), { local: false }), { rules, ...options }),
    fetchLocal: (place, options = {}) =>
      fetchRepository(parseGitSource(place, { local: true }), { rules, ...options }),
    contentOf,
    refused: (fetching, expected) => assert.rejects(contentOf(fetching), expected),
    stalled: misbehaviour.stalled,
    leftovers: () => (existsSync(rules.workDirectory) ? readdirSync(rules.workDirectory) : []),
    [Symbol.asyncDispose]: () => held.disposeAsync(),
  };
}

async function commitSkills(repository: TestRepository): Promise<ServedSkills['commits']> {
  const first = await repository.commit({ 'review/SKILL.md': 'one', 'README.md': 'Hello' });
  await repository.git('tag', 'v1');
  await repository.git('tag', '--annotate', '--message=Two', 'v1-annotated');
  await repository.git('branch', 'tag');
  await writeFile(join(repository.path, 'run.sh'), '#!/bin/sh\n');
  await chmod(join(repository.path, 'run.sh'), 0o755);
  await symlink('/etc/passwd', join(repository.path, 'link'));
  const main = await repository.commit({ 'review/SKILL.md': 'three' });
  await repository.git('switch', '--quiet', '--create', 'release/2');
  const release = await repository.commit({ 'review/deep/a b.md': Buffer.from([0, 10, 255]) });
  await repository.git('switch', '--quiet', 'main');
  return { first, main, release };
}

/** Answers that no git server gives: redirects, silence, a closed door, a web page. */
function misbehaving(): { answer: GitServerAnswer; stalled: () => number } {
  let stalled = 0;
  const answer: GitServerAnswer = (request, response) => {
    const url = request.url ?? '';
    if (url.startsWith('/moved/')) {
      const location = `https://${request.headers.host}${url.replace('/moved/', '/acme/')}`;
      response.writeHead(301, { location }).end();
    } else if (url.startsWith('/half-moved/') && request.method === 'POST') {
      response.writeHead(307, { location: '/acme/skills/git-upload-pack' }).end();
    } else if (url.startsWith('/half-moved/')) {
      request.url = url.replace('/half-moved/', '/acme/');
      return undefined;
    } else if (url.startsWith('/silent/')) stalled += 1;
    else if (url.startsWith('/locked/')) {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end();
    } else if (url.startsWith('/page/')) response.end('<!doctype html><p>Hello</p>');
    else return undefined;
    return true;
  };
  return { answer, stalled: () => stalled };
}

async function contentOf(fetching: Promise<GitRepository>): Promise<FetchedContent> {
  await using fetched = await fetching;
  const files: Record<string, string> = {};
  for (const entry of fetched.entries) {
    if (entry.kind === 'file') files[entry.path] = (await fetched.read(entry)).toString('latin1');
  }
  return { commit: fetched.commit, files };
}
