import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fetchRepository } from '../../server/src/git/fetchRepository.ts';
import { parseGitSource } from '../../server/src/git/gitSource.ts';
import { makeAuthority } from '../support/certificates.ts';
import { makeRepository } from '../support/gitRepository.ts';
import { serveSkills, type ServedSkills } from '../support/servedSkills.ts';

describe('fetchRepository, before whoever means harm', () => {
  let served: ServedSkills;
  before(async () => (served = await serveSkills()));
  after(() => served?.[Symbol.asyncDispose]());
  // Whatever happened, nothing stays behind.
  afterEach(() => assert.deepEqual(served.leftovers(), []));

  it('runs nothing of a repository: no filter, hook, attribute, submodule or LFS', async () => {
    const other = await makeRepository(join(served.path, 'served', 'armed', 'skills'));
    const canary = join(served.path, 'canary');
    const touch = `sh -c 'touch ${canary}; cat'`;
    const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 9\n`;
    await other.commit({
      '.gitattributes': '*.txt filter=trap diff=trap merge=trap\n*.bin filter=lfs\n',
      '.gitmodules': `[submodule "m"]\n\tpath = m\n\turl = ${served.address('acme/skills')}\n`,
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
    const requests = served.server.requests.length;
    for (const fetching of [served.fetchFrom('armed/skills'), served.fetchLocal(other.path)]) {
      const { files } = await served.contentOf(fetching);
      assert.equal(files['a.bin'], pointer);
      assert.equal(files['a.txt'], 'text');
    }
    assert.equal(existsSync(canary), false);
    assert.ok(
      served.server.requests.slice(requests).every((request) => request.includes('/armed/')),
    );
  });

  it('takes nothing from the environment of the server or the configuration of its account', async () => {
    const home = join(served.path, 'home');
    const canary = join(served.path, 'environment-canary');
    await mkdir(join(home, '.config', 'git'), { recursive: true });
    const trap = `[credential]\n\thelper = "!touch ${canary}"\n[core]\n\tsshCommand = touch ${canary}\n[http]\n\tproxy = http://127.0.0.1:1\n\tsslVerify = false\n[url "https://127.0.0.1:1/"]\n\tinsteadOf = https://git.example\n`;
    await writeFile(join(home, '.gitconfig'), trap);
    await writeFile(join(home, '.config', 'git', 'config'), trap);
    await writeFile(join(home, '.netrc'), 'default login trap password trap\n');
    const traps: Record<string, string> = {
      HOME: home,
      XDG_CONFIG_HOME: join(home, '.config'),
      GIT_DIR: served.repository.path,
      GIT_WORK_TREE: served.repository.path,
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
      assert.equal(
        (await served.contentOf(served.fetchFrom('acme/skills'))).commit,
        served.commits.main,
      );
      await served.refused(served.fetchFrom('locked/skills'), { reason: 'not_found' });
      await served.refused(served.fetchFrom('moved/skills'), /has moved/);
      await served.refused(
        served.fetchFrom('acme/skills', { rules: { ...served.rules, caFile: undefined } }),
        {
          reason: 'upstream_unavailable',
        },
      );
    });
    assert.equal(existsSync(canary), false);
  });

  it('does not trust a server whose certificate another authority signed, or that has another name', async () => {
    const caFile = join(served.path, 'other-ca.pem');
    await writeFile(caFile, makeAuthority('Another Authority').cert);
    const untrusted = {
      reason: 'upstream_unavailable',
      message: `${served.address('acme/skills')} has no certificate that the server trusts; its operator names other authorities in GIT_CA_FILE.`,
    };
    await served.refused(
      served.fetchFrom('acme/skills', { rules: { ...served.rules, caFile } }),
      untrusted,
    );
    const host = { host: 'other.example', port: served.server.port, address: '127.0.0.1' };
    const source = parseGitSource(`https://other.example:${served.server.port}/acme/skills`, {
      local: false,
    });
    await served.refused(fetchRepository(source, { rules: { ...served.rules, hosts: [host] } }), {
      reason: 'upstream_unavailable',
      message: /^https:\/\/other\.example:\d+\/acme\/skills has no certificate/,
    });
    assert.equal(
      served.server.requests.some((request) => request.includes('other')),
      false,
    );
  });

  it('follows no redirect, and never reaches where it leads', async () => {
    for (const path of ['moved/skills', 'half-moved/skills']) {
      const before = served.server.requests.length;
      await served.refused(served.fetchFrom(path), {
        reason: 'upstream_unavailable',
        message: `${served.address(path)} has moved, and redirects are not followed: give its present address.`,
      });
      const asked = served.server.requests.slice(before);
      assert.ok(asked.length > 0 && asked.every((request) => request.includes(`/${path}/`)), path);
    }
  });

  it('refuses names that git would read as something else', async () => {
    const before = served.server.requests.length;
    for (const ref of ['--upload-pack=id', 'main:refs/heads/x', '+main', 'a..b']) {
      await served.refused(served.fetchFrom('acme/skills', { ref }), { field: 'source.ref' });
    }
    for (const subfolder of ['..', 'a/../b', 'review\nx']) {
      await served.refused(served.fetchFrom('acme/skills', { subfolder }), {
        field: 'source.subfolder',
      });
    }
    assert.equal(served.server.requests.length, before);
  });

  it('fetches from listed hosts only, their port included', async () => {
    const source = parseGitSource('https://elsewhere.example/acme/skills', { local: false });
    await served.refused(fetchRepository(source, { rules: served.rules }), {
      reason: 'not_allowed',
      message:
        'This server imports nothing from elsewhere.example: ask its operator to list it in GIT_HOSTS.',
    });
    const hosts = [{ host: 'git.example', port: 443, address: '127.0.0.1' }];
    await served.refused(served.fetchFrom('acme/skills', { rules: { ...served.rules, hosts } }), {
      reason: 'not_allowed',
    });
  });

  it('refuses objects that git takes for harmful', async () => {
    const other = await makeRepository(join(served.path, 'served', 'harmful', 'skills'));
    await other.commit({ a: 'x' });
    const blob = await other.git('rev-parse', 'HEAD:a');
    for (const name of ['.git', '..']) {
      const tree = Buffer.concat([Buffer.from(`100644 ${name}\0`), Buffer.from(blob, 'hex')]);
      const writeTree = ['hash-object', '-t', 'tree', '--literally', '-w', '--stdin'];
      const id = await other.gitWith(tree, ...writeTree);
      const commit = await other.git('commit-tree', '-m', 'Harm', id);
      await other.git('update-ref', 'refs/heads/main', commit);
      await served.refused(served.fetchFrom('harmful/skills'), {
        reason: 'not_allowed',
        message: `${served.address('harmful/skills')} holds objects that git takes for malformed or harmful.`,
      });
    }
  });

  it('refuses a git that would ignore the address it is told', async () => {
    const programs = join(served.path, 'old-git');
    await mkdir(programs);
    await writeFile(join(programs, 'git'), '#!/bin/sh\necho git version 2.36.9\n');
    await chmod(join(programs, 'git'), 0o755);
    const searchPath = `${programs}:${process.env['PATH']}`;
    await served.refused(
      served.fetchFrom('acme/skills', { rules: { ...served.rules, searchPath } }),
      /no git 2\.37/,
    );
  });
});

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
