import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { chmod, mkdir, rename, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { fetchRepository, type FetchOptions } from '../../server/src/git/fetchRepository.ts';
import type { GitRules } from '../../server/src/git/gitRules.ts';
import { parseGitSource } from '../../server/src/git/gitSource.ts';
import { makeAuthority } from '../support/certificates.ts';
import { eventually } from '../support/eventually.ts';
import { makeRepository, type TestRepository } from '../support/gitRepository.ts';
import { startGitServer, type GitServer } from '../support/gitServer.ts';
import { temporaryFolder, type TemporaryFolder } from '../support/temporaryFolder.ts';

const isLinux = process.platform === 'linux';

describe('fetchRepository', () => {
  let folder: TemporaryFolder;
  let server: GitServer;
  let repository: TestRepository;
  let rules: GitRules;
  const commits: Record<string, string> = {};
  /** Requests that are never answered. */
  let stalled = 0;

  before(async () => {
    folder = await temporaryFolder('git');
    const root = join(folder.path, 'served');
    repository = await makeRepository(join(root, 'acme', 'skills'));
    commits['first'] = await repository.commit({ 'review/SKILL.md': 'one', 'README.md': 'Hello' });
    await repository.git('tag', 'v1');
    await repository.git('tag', '--annotate', '--message=Two', 'v1-annotated');
    await repository.git('branch', 'tag');
    await writeFile(join(repository.path, 'run.sh'), '#!/bin/sh\n');
    await chmod(join(repository.path, 'run.sh'), 0o755);
    await symlink('/etc/passwd', join(repository.path, 'link'));
    commits['main'] = await repository.commit({ 'review/SKILL.md': 'three' });
    await repository.git('switch', '--quiet', '--create', 'release/2');
    commits['release'] = await repository.commit({
      'review/deep/a b.md': Buffer.from([0, 10, 255]),
    });
    await repository.git('switch', '--quiet', 'main');
    server = await startGitServer(root, {
      answer(request, response) {
        const url = request.url ?? '';
        if (url.startsWith('/moved/')) {
          const location = `https://git.example:${server.port}${url.replace('/moved/', '/acme/')}`;
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
      },
    });
    await writeFile(join(folder.path, 'ca.pem'), server.authority);
    rules = {
      hosts: [{ host: 'git.example', port: server.port, address: '127.0.0.1' }],
      caFile: join(folder.path, 'ca.pem'),
      searchPath: process.env['PATH'],
      seconds: 20,
      maxBytes: 20 * 1024 * 1024,
      workDirectory: join(folder.path, 'work'),
    };
  });
  after(async () => {
    await server?.[Symbol.asyncDispose]();
    await folder?.[Symbol.asyncDispose]();
  });
  // Whatever happened, nothing stays behind.
  afterEach(() => assert.deepEqual(leftovers(), []));

  const leftovers = () => (existsSync(rules.workDirectory) ? readdirSync(rules.workDirectory) : []);
  const address = (path: string) => `https://git.example:${server.port}/${path}`;
  const fetchFrom = (path: string, options: Partial<FetchOptions> = {}) =>
    fetchRepository(parseGitSource(address(path), { local: false }), { rules, ...options });
  const fetchLocal = (path: string, options: Partial<FetchOptions> = {}) =>
    fetchRepository(parseGitSource(path, { local: true }), { rules, ...options });

  /** The commit and what is in it: paths, and the bytes of files. */
  async function contentOf(fetching: ReturnType<typeof fetchFrom>) {
    await using fetched = await fetching;
    const files: Record<string, string> = {};
    for (const entry of fetched.entries) {
      if (entry.kind === 'file') files[entry.path] = (await fetched.read(entry)).toString('latin1');
    }
    return { commit: fetched.commit, files };
  }

  /** Asserts that a fetch fails; one that succeeds after all leaves nothing behind. */
  const refused = (fetching: ReturnType<typeof fetchFrom>, expected: object) =>
    assert.rejects(contentOf(fetching), expected);

  const first = { 'README.md': 'Hello', 'review/SKILL.md': 'one' };
  const main = { ...first, 'review/SKILL.md': 'three', 'run.sh': '#!/bin/sh\n' };
  const release = { ...main, 'review/deep/a b.md': '\0\n\u00ff' };

  it('fetches the default branch, or a branch, tag or commit by its name', async () => {
    const fetched = async (ref?: string) => contentOf(fetchFrom('acme/skills', { ref }));
    assert.deepEqual(await fetched(), { commit: commits['main'], files: main });
    assert.deepEqual(await fetched('main'), { commit: commits['main'], files: main });
    assert.deepEqual(await fetched('release/2'), { commit: commits['release'], files: release });
    const one = { commit: commits['first'], files: first };
    assert.deepEqual(await fetched('v1'), one);
    assert.deepEqual(await fetched('v1-annotated'), one);
    assert.deepEqual(await fetched('refs/tags/v1'), one);
    assert.deepEqual(await fetched(commits['first']), one);
    // A word of git's command line that is a branch here.
    assert.deepEqual(await fetched('tag'), one);
  });

  it('lists a folder alone, and takes it from the address of its page', async () => {
    const files = { 'SKILL.md': 'three', 'deep/a b.md': '\0\n\u00ff' };
    assert.deepEqual(
      await contentOf(fetchFrom('acme/skills', { ref: 'release/2', subfolder: 'review' })),
      { commit: commits['release'], files },
    );
    assert.deepEqual(await contentOf(fetchFrom('acme/skills/tree/v1/review')), {
      commit: commits['first'],
      files: { 'SKILL.md': 'one' },
    });
  });

  it('says which files may be run, and knows links and submodules for what they are', async () => {
    const other = await makeRepository(join(folder.path, 'served', 'odd', 'skills'));
    await writeFile(join(other.path, 'run.sh'), 'x');
    await chmod(join(other.path, 'run.sh'), 0o755);
    await symlink('../../etc/passwd', join(other.path, 'link'));
    const id = commits['main'];
    await other.git('update-index', '--add', '--cacheinfo', `160000,${id},module`);
    await other.git('commit', '--quiet', '--message=Submodule');
    await other.commit({});
    await other.git('update-index', '--add', '--cacheinfo', `160000,${id},module`);
    await other.git('commit', '--quiet', '--message=Submodule');
    await using fetched = await fetchFrom('odd/skills');
    assert.deepEqual(
      fetched.entries.map(({ path, kind, size, executable }) => ({ path, kind, size, executable })),
      [
        { path: 'link', kind: 'link', size: 16, executable: false },
        { path: 'module', kind: 'submodule', size: 0, executable: false },
        { path: 'run.sh', kind: 'file', size: 1, executable: true },
      ],
    );
    const [link, module] = fetched.entries;
    assert.ok(link !== undefined && module !== undefined);
    assert.equal((await fetched.read(link)).toString(), '../../etc/passwd');
    await assert.rejects(fetched.read(module), { reason: 'upstream_unavailable' });
  });

  it('reads many files at once, each its own', async () => {
    const other = await makeRepository(join(folder.path, 'served', 'many', 'skills'));
    const files = Object.fromEntries(
      Array.from({ length: 300 }, (_, index) => [`${index}.txt`, `${index}\n`.repeat(index * 20)]),
    );
    await other.commit(files);
    await using fetched = await fetchFrom('many/skills');
    const read = await Promise.all(
      fetched.entries.map(async (entry) => [entry.path, (await fetched.read(entry)).toString()]),
    );
    assert.deepEqual(Object.fromEntries(read), files);
  });

  it('refuses an object that is not of the size that was listed, before it is read', async () => {
    await using fetched = await fetchFrom('acme/skills');
    const [entry] = fetched.entries;
    assert.ok(entry !== undefined);
    await assert.rejects(fetched.read({ ...entry, size: entry.size - 1 }), {
      reason: 'upstream_unavailable',
    });
    await assert.rejects(fetched.read({ ...entry, size: rules.maxBytes + 1 }), {
      reason: 'too_large',
    });
  });

  it('runs nothing of a repository: no filter, hook, attribute, submodule or LFS', async () => {
    const other = await makeRepository(join(folder.path, 'served', 'armed', 'skills'));
    const canary = join(folder.path, 'canary');
    const touch = `sh -c 'touch ${canary}; cat'`;
    const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 9\n`;
    await other.commit({
      '.gitattributes': '*.txt filter=trap diff=trap merge=trap\n*.bin filter=lfs\n',
      '.gitmodules': `[submodule "m"]\n\tpath = m\n\turl = ${address('acme/skills')}\n`,
      '.lfsconfig': `[lfs]\n\turl = https://127.0.0.1:1/\n`,
      'a.txt': 'text',
      'a.bin': pointer,
      'hooks/post-checkout': `#!/bin/sh\ntouch ${canary}\n`,
    });
    // What a work tree's owner would have configured, where the repository is on this machine.
    for (const name of ['smudge', 'clean', 'process']) {
      await other.git('config', `filter.trap.${name}`, touch);
      await other.git('config', `filter.lfs.${name}`, touch);
    }
    await other.git('config', 'core.fsmonitor', touch);
    await other.git('config', 'core.sshCommand', touch);
    await other.git('config', 'uploadpack.packObjectsHook', touch);
    for (const name of ['reference-transaction', 'post-checkout', 'post-merge', 'pre-auto-gc']) {
      const hook = join(other.path, '.git', 'hooks', name);
      await writeFile(hook, `#!/bin/sh\ntouch ${canary}\n`);
      await chmod(hook, 0o755);
    }
    const requests = server.requests.length;
    for (const fetching of [fetchFrom('armed/skills'), fetchLocal(other.path)]) {
      const { files } = await contentOf(fetching);
      assert.equal(files['a.bin'], pointer);
      assert.equal(files['a.txt'], 'text');
    }
    assert.equal(existsSync(canary), false);
    assert.ok(server.requests.slice(requests).every((request) => request.includes('/armed/')));
  });

  it('takes nothing from the environment of the server or the configuration of its account', async () => {
    const home = join(folder.path, 'home');
    const canary = join(folder.path, 'environment-canary');
    await mkdir(join(home, '.config', 'git'), { recursive: true });
    const trap = `[credential]\n\thelper = "!touch ${canary}"\n[core]\n\tsshCommand = touch ${canary}\n[http]\n\tproxy = http://127.0.0.1:1\n\tsslVerify = false\n[url "https://127.0.0.1:1/"]\n\tinsteadOf = https://git.example\n`;
    await writeFile(join(home, '.gitconfig'), trap);
    await writeFile(join(home, '.config', 'git', 'config'), trap);
    await writeFile(join(home, '.netrc'), 'default login trap password trap\n');
    const traps: Record<string, string> = {
      HOME: home,
      XDG_CONFIG_HOME: join(home, '.config'),
      GIT_DIR: repository.path,
      GIT_WORK_TREE: repository.path,
      GIT_OBJECT_DIRECTORY: home,
      GIT_SSL_NO_VERIFY: '1',
      GIT_ALLOW_PROTOCOL: 'ext:file:http',
      GIT_ASKPASS: `touch ${canary}`,
      GIT_EXEC_PATH: home,
      GIT_TRACE: canary,
      GIT_TRACE_CURL: canary,
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'http.followRedirects',
      GIT_CONFIG_VALUE_0: 'true',
      https_proxy: 'http://127.0.0.1:1',
      HTTPS_PROXY: 'http://127.0.0.1:1',
      ALL_PROXY: 'http://127.0.0.1:1',
      LC_ALL: 'de_DE.UTF-8',
    };
    await withEnvironment(traps, async () => {
      assert.equal((await contentOf(fetchFrom('acme/skills'))).commit, commits['main']);
      await refused(fetchFrom('locked/skills'), { reason: 'not_found' });
      await refused(fetchFrom('moved/skills'), /has moved/);
      await refused(fetchFrom('acme/skills', { rules: { ...rules, caFile: undefined } }), {
        reason: 'upstream_unavailable',
      });
    });
    assert.equal(existsSync(canary), false);
  });

  it('does not trust a server whose certificate another authority signed, or that has another name', async () => {
    const caFile = join(folder.path, 'other-ca.pem');
    await writeFile(caFile, makeAuthority('Another Authority').cert);
    const untrusted = {
      reason: 'upstream_unavailable',
      message: `${address('acme/skills')} has no certificate that the server trusts; its operator names other authorities in GIT_CA_FILE.`,
    };
    await refused(fetchFrom('acme/skills', { rules: { ...rules, caFile } }), untrusted);
    const host = { host: 'other.example', port: server.port, address: '127.0.0.1' };
    const source = parseGitSource(`https://other.example:${server.port}/acme/skills`, {
      local: false,
    });
    await refused(fetchRepository(source, { rules: { ...rules, hosts: [host] } }), {
      reason: 'upstream_unavailable',
      message: /^https:\/\/other\.example:\d+\/acme\/skills has no certificate/,
    });
    assert.equal(
      server.requests.some((request) => request.includes('other')),
      false,
    );
  });

  it('follows no redirect, and never reaches where it leads', async () => {
    for (const path of ['moved/skills', 'half-moved/skills']) {
      const before = server.requests.length;
      await refused(fetchFrom(path), {
        reason: 'upstream_unavailable',
        message: `${address(path)} has moved, and redirects are not followed: give its present address.`,
      });
      const asked = server.requests.slice(before);
      assert.ok(asked.length > 0 && asked.every((request) => request.includes(`/${path}/`)), path);
    }
  });

  it('says what is not there', async () => {
    const missing = `There is no repository at ${address('acme/none')} that may be read without signing in.`;
    await refused(fetchFrom('acme/none'), { reason: 'not_found', message: missing });
    await refused(fetchFrom('locked/skills'), { reason: 'not_found' });
    await refused(fetchFrom('page/skills'), { reason: 'not_found' });
    for (const ref of ['none', 'a'.repeat(40), 'abcdef1', '0'.repeat(40)]) {
      await refused(fetchFrom('acme/skills', { ref }), {
        reason: 'not_found',
        message: `${address('acme/skills')} has no branch, tag or commit ${ref}; a commit must be given by its whole id.`,
      });
    }
    for (const subfolder of ['none', 'README.md', 'review/SKILL.md', 'HEAD']) {
      await refused(fetchFrom('acme/skills', { subfolder }), {
        reason: 'not_found',
        message: `${address('acme/skills')} has no folder ${subfolder}.`,
      });
    }
    await makeRepository(join(folder.path, 'served', 'empty', 'skills'));
    await refused(fetchFrom('empty/skills'), {
      reason: 'not_found',
      message: /no commit yet/,
    });
  });

  it('refuses names that git would read as something else', async () => {
    const before = server.requests.length;
    for (const ref of ['--upload-pack=id', 'main:refs/heads/x', '+main', 'a..b']) {
      await refused(fetchFrom('acme/skills', { ref }), { field: 'source.ref' });
    }
    for (const subfolder of ['..', 'a/../b', 'review\nx']) {
      await refused(fetchFrom('acme/skills', { subfolder }), { field: 'source.subfolder' });
    }
    assert.equal(server.requests.length, before);
  });

  it('fetches from listed hosts only, their port included', async () => {
    const source = parseGitSource('https://elsewhere.example/acme/skills', { local: false });
    await refused(fetchRepository(source, { rules }), {
      reason: 'not_allowed',
      message:
        'This server imports nothing from elsewhere.example: ask its operator to list it in GIT_HOSTS.',
    });
    const hosts = [{ host: 'git.example', port: 443, address: '127.0.0.1' }];
    await refused(fetchFrom('acme/skills', { rules: { ...rules, hosts } }), {
      reason: 'not_allowed',
    });
  });

  it('ends after the seconds that it may take, with everything that it started', async () => {
    const before = stalled;
    await refused(fetchFrom('silent/skills', { rules: { ...rules, seconds: 1 } }), {
      reason: 'upstream_unavailable',
      message: 'The repository was not fetched within a second.',
    });
    assert.equal(stalled, before + 1);
    assert.deepEqual(processesIn(rules.workDirectory), []);
  });

  it("ends at once with the caller's reason, with everything that it started", async () => {
    const before = stalled;
    const controller = new AbortController();
    const reason = new Error('no longer wanted');
    const rejected = refused(fetchFrom('silent/skills', { signal: controller.signal }), reason);
    await eventually(() => assert.equal(stalled, before + 1));
    const running = processesIn(rules.workDirectory);
    assert.ok(
      running.some((name) => name.includes('git-remote-https')),
      running.join(),
    );
    controller.abort(reason);
    await rejected;
    assert.deepEqual(processesIn(rules.workDirectory), []);
    await refused(fetchFrom('acme/skills', { signal: controller.signal }), reason);
  });

  it('ends a reading when the caller wants no more, and what git still runs when disposed of', async () => {
    const controller = new AbortController();
    const reason = new Error('no longer wanted');
    {
      await using fetched = await fetchFrom('acme/skills', { signal: controller.signal });
      const [entry] = fetched.entries;
      assert.ok(entry !== undefined);
      assert.equal(processesIn(rules.workDirectory).length, isLinux ? 1 : 0);
      controller.abort(reason);
      await assert.rejects(fetched.read(entry), reason);
    }
    assert.deepEqual(processesIn(rules.workDirectory), []);
  });

  it('refuses a repository that is larger than it may be', async () => {
    const other = await makeRepository(join(folder.path, 'served', 'large', 'skills'));
    const noise = (index: number) =>
      createHash('shake256', { outputLength: 64 * 1024 })
        .update(String(index))
        .digest();
    // Many objects, each far under the limit: they count together.
    const files = Array.from({ length: 40 }, (_, index) => [`${index}.bin`, noise(index)]);
    await other.commit(Object.fromEntries(files));
    assert.equal((await contentOf(fetchFrom('large/skills'))).commit.length, 40);
    await refused(fetchFrom('large/skills', { rules: { ...rules, maxBytes: 512 * 1024 } }), {
      reason: 'too_large',
      message: `${address('large/skills')} is larger than 0.5 MiB.`,
    });
  });

  it('refuses a few objects that name each other a hundred thousand times', async () => {
    const other = await makeRepository(join(folder.path, 'served', 'bomb', 'skills'));
    await other.commit({ a: 'x' });
    let tree = await other.git('rev-parse', 'HEAD^{tree}');
    for (let depth = 0; depth < 10; depth += 1) {
      const lines = Array.from({ length: 10 }, (_, index) => `040000 tree ${tree}\t${index}`);
      tree = execFileSync('git', ['-C', other.path, 'mktree'], {
        input: `${lines.join('\n')}\n`,
        env: { PATH: process.env['PATH'], HOME: other.path },
      })
        .toString()
        .trim();
    }
    const commit = await other.git('commit-tree', '-m', 'Bomb', tree);
    await other.git('update-ref', 'refs/heads/main', commit);
    await refused(fetchFrom('bomb/skills'), {
      reason: 'too_large',
      message: `${address('bomb/skills')} has more than 100,000 files: name a folder of it.`,
    });
    assert.deepEqual(processesIn(rules.workDirectory), []);
  });

  it('refuses objects that git takes for harmful', async () => {
    const other = await makeRepository(join(folder.path, 'served', 'harmful', 'skills'));
    await other.commit({ a: 'x' });
    const blob = await other.git('rev-parse', 'HEAD:a');
    for (const name of ['.git', '..']) {
      const tree = Buffer.concat([Buffer.from(`100644 ${name}\0`), Buffer.from(blob, 'hex')]);
      const id = execFileSync(
        'git',
        ['-C', other.path, 'hash-object', '-t', 'tree', '--literally', '-w', '--stdin'],
        {
          input: tree,
          env: { PATH: process.env['PATH'], HOME: other.path },
        },
      )
        .toString()
        .trim();
      const commit = await other.git('commit-tree', '-m', 'Harm', id);
      await other.git('update-ref', 'refs/heads/main', commit);
      await refused(fetchFrom('harmful/skills'), {
        reason: 'not_allowed',
        message: `${address('harmful/skills')} holds objects that git takes for malformed or harmful.`,
      });
    }
  });

  it('says when this machine has no git', async () => {
    const searchPath = join(folder.path, 'nothing');
    await refused(fetchFrom('acme/skills', { rules: { ...rules, searchPath } }), {
      reason: 'upstream_unavailable',
      message: 'The server has no git 2.37 or later, which fetches repositories: install it there.',
    });
  });

  it('refuses a git that would ignore the address it is told', async () => {
    const programs = join(folder.path, 'old-git');
    await mkdir(programs);
    await writeFile(join(programs, 'git'), '#!/bin/sh\necho git version 2.36.9\n');
    await chmod(join(programs, 'git'), 0o755);
    const searchPath = `${programs}:${process.env['PATH']}`;
    await refused(fetchFrom('acme/skills', { rules: { ...rules, searchPath } }), /no git 2\.37/);
  });

  it('reads a repository of this machine by its path or file address, bare or not, also one of somebody else', async () => {
    const bare = join(folder.path, 'bare.git');
    await repository.git('clone', '--quiet', '--bare', repository.path, bare);
    await repository.git('config', 'core.bare', 'false');
    const shallow = join(folder.path, 'shallow');
    await repository.git(
      'clone',
      '--quiet',
      '--depth=1',
      pathToFileURL(repository.path).href,
      shallow,
    );
    if (process.getuid?.() === 0) execFileSync('chown', ['-R', '65534', bare]);
    for (const path of [repository.path, join(repository.path, '.git'), bare, shallow]) {
      const whole = { commit: commits['main'], files: main };
      assert.deepEqual(await contentOf(fetchLocal(path)), whole, path);
      assert.deepEqual(await contentOf(fetchLocal(pathToFileURL(path).href)), whole, path);
    }
    assert.deepEqual(await contentOf(fetchLocal(bare, { ref: 'v1', subfolder: 'review' })), {
      commit: commits['first'],
      files: { 'SKILL.md': 'one' },
    });
    await rename(bare, `${bare}-gone`);
    await refused(fetchLocal(bare), {
      reason: 'not_found',
      message: `There is no repository at ${bare}.`,
    });
    assert.throws(() => parseGitSource(repository.path, { local: false }), {
      reason: 'invalid_input',
    });
    assert.throws(() => parseGitSource(pathToFileURL(repository.path).href, { local: false }), {
      reason: 'invalid_input',
    });
  });

  it('says when a server does not answer', async () => {
    const closed = createServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const place = closed.address();
    assert.ok(place !== null && typeof place !== 'string');
    closed.close();
    await once(closed, 'close');
    const hosts = [{ host: 'git.example', port: place.port, address: '127.0.0.1' }];
    const url = `https://git.example:${place.port}/acme/skills`;
    const source = parseGitSource(url, { local: false });
    await refused(fetchRepository(source, { rules: { ...rules, hosts } }), {
      reason: 'upstream_unavailable',
      message: `${url} does not answer: check the address, or try later.`,
    });
  });
});

/** The programs that run in a folder or below it, by their command lines; only Linux tells. */
function processesIn(folder: string): string[] {
  const pids = isLinux ? readdirSync('/proc').filter((name) => /^\d+$/.test(name)) : [];
  return pids.flatMap((pid) => {
    try {
      if (!readlinkSync(`/proc/${pid}/cwd`).startsWith(folder)) return [];
      return [readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')];
    } catch {
      // It has ended meanwhile.
      return [];
    }
  });
}

async function withEnvironment(
  values: Readonly<Record<string, string>>,
  work: () => Promise<void>,
): Promise<void> {
  const earlier = Object.keys(values).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, values);
  try {
    await work();
  } finally {
    for (const [name, value] of earlier) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}
