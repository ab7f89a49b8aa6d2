import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmod, rename, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseGitSource } from '../../server/src/git/gitSource.ts';
import { makeRepository } from '../support/gitRepository.ts';
import { serveSkills, type ServedSkills } from '../support/servedSkills.ts';

describe('fetchRepository', () => {
  let served: ServedSkills;
  before(async () => (served = await serveSkills()));
  after(() => served?.[Symbol.asyncDispose]());
  // Whatever happened, nothing stays behind.
  afterEach(() => assert.deepEqual(served.leftovers(), []));

  const first = { 'README.md': 'Hello', 'review/SKILL.md': 'one' };
  const main = { ...first, 'review/SKILL.md': 'three', 'run.sh': '#!/bin/sh\n' };
  const release = { ...main, 'review/deep/a b.md': '\0\n\u00ff' };

  it('fetches the default branch, or a branch, tag or commit by its name', async () => {
    const fetched = async (ref?: string) =>
      served.contentOf(served.fetchFrom('acme/skills', { ref }));
    assert.deepEqual(await fetched(), { commit: served.commits.main, files: main });
    assert.deepEqual(await fetched('main'), { commit: served.commits.main, files: main });
    assert.deepEqual(await fetched('release/2'), {
      commit: served.commits.release,
      files: release,
    });
    const one = { commit: served.commits.first, files: first };
    assert.deepEqual(await fetched('v1'), one);
    assert.deepEqual(await fetched('v1-annotated'), one);
    assert.deepEqual(await fetched('refs/tags/v1'), one);
    assert.deepEqual(await fetched(served.commits.first), one);
    // A word of git's command line that is a branch here.
    assert.deepEqual(await fetched('tag'), one);
  });

  it('lists a folder alone, and takes it from the address of its page', async () => {
    const files = { 'SKILL.md': 'three', 'deep/a b.md': '\0\n\u00ff' };
    assert.deepEqual(
      await served.contentOf(
        served.fetchFrom('acme/skills', { ref: 'release/2', subfolder: 'review' }),
      ),
      { commit: served.commits.release, files },
    );
    assert.deepEqual(await served.contentOf(served.fetchFrom('acme/skills/tree/v1/review')), {
      commit: served.commits.first,
      files: { 'SKILL.md': 'one' },
    });
  });

  it('says which files may be run, and knows links and submodules for what they are', async () => {
    const other = await makeRepository(join(served.path, 'served', 'odd', 'skills'));
    await writeFile(join(other.path, 'run.sh'), 'x');
    await chmod(join(other.path, 'run.sh'), 0o755);
    await symlink('../../etc/passwd', join(other.path, 'link'));
    const id = served.commits.main;
    await other.git('update-index', '--add', '--cacheinfo', `160000,${id},module`);
    await other.git('commit', '--quiet', '--message=Submodule');
    await other.commit({});
    await other.git('update-index', '--add', '--cacheinfo', `160000,${id},module`);
    await other.git('commit', '--quiet', '--message=Submodule');
    await using fetched = await served.fetchFrom('odd/skills');
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
    const other = await makeRepository(join(served.path, 'served', 'many', 'skills'));
    const files = Object.fromEntries(
      Array.from({ length: 300 }, (_, index) => [`${index}.txt`, `${index}\n`.repeat(index * 20)]),
    );
    await other.commit(files);
    await using fetched = await served.fetchFrom('many/skills');
    const read = await Promise.all(
      fetched.entries.map(async (entry) => [entry.path, (await fetched.read(entry)).toString()]),
    );
    assert.deepEqual(Object.fromEntries(read), files);
  });

  it('refuses an object that is not of the size that was listed, before it is read', async () => {
    await using fetched = await served.fetchFrom('acme/skills');
    const [entry] = fetched.entries;
    assert.ok(entry !== undefined);
    await assert.rejects(fetched.read({ ...entry, size: entry.size - 1 }), {
      reason: 'upstream_unavailable',
    });
    await assert.rejects(fetched.read({ ...entry, size: served.rules.maxBytes + 1 }), {
      reason: 'too_large',
    });
  });

  it('says what is not there', async () => {
    const missing = `There is no repository at ${served.address('acme/none')} that may be read without signing in.`;
    await served.refused(served.fetchFrom('acme/none'), { reason: 'not_found', message: missing });
    await served.refused(served.fetchFrom('locked/skills'), { reason: 'not_found' });
    await served.refused(served.fetchFrom('page/skills'), { reason: 'not_found' });
    for (const ref of ['none', 'a'.repeat(40), 'abcdef1', '0'.repeat(40)]) {
      await served.refused(served.fetchFrom('acme/skills', { ref }), {
        reason: 'not_found',
        message: `${served.address('acme/skills')} has no branch, tag or commit ${ref}; a commit must be given by its whole id.`,
      });
    }
    for (const subfolder of ['none', 'README.md', 'review/SKILL.md', 'HEAD']) {
      await served.refused(served.fetchFrom('acme/skills', { subfolder }), {
        reason: 'not_found',
        message: `${served.address('acme/skills')} has no folder ${subfolder}.`,
      });
    }
    await makeRepository(join(served.path, 'served', 'empty', 'skills'));
    await served.refused(served.fetchFrom('empty/skills'), {
      reason: 'not_found',
      message: /no commit yet/,
    });
  });

  it('reads a repository of this machine by its path or file address, bare or not, also one of somebody else', async () => {
    const bare = join(served.path, 'bare.git');
    await served.repository.git('clone', '--quiet', '--bare', served.repository.path, bare);
    await served.repository.git('config', 'core.bare', 'false');
    const shallow = join(served.path, 'shallow');
    await served.repository.git(
      'clone',
      '--quiet',
      '--depth=1',
      pathToFileURL(served.repository.path).href,
      shallow,
    );
    if (process.getuid?.() === 0) execFileSync('chown', ['-R', '65534', bare]);
    for (const path of [
      served.repository.path,
      join(served.repository.path, '.git'),
      bare,
      shallow,
    ]) {
      const whole = { commit: served.commits.main, files: main };
      assert.deepEqual(await served.contentOf(served.fetchLocal(path)), whole, path);
      assert.deepEqual(
        await served.contentOf(served.fetchLocal(pathToFileURL(path).href)),
        whole,
        path,
      );
    }
    assert.deepEqual(
      await served.contentOf(served.fetchLocal(bare, { ref: 'v1', subfolder: 'review' })),
      {
        commit: served.commits.first,
        files: { 'SKILL.md': 'one' },
      },
    );
    await rename(bare, `${bare}-gone`);
    await served.refused(served.fetchLocal(bare), {
      reason: 'not_found',
      message: `There is no repository at ${bare}.`,
    });
    assert.throws(() => parseGitSource(served.repository.path, { local: false }), {
      reason: 'invalid_input',
    });
    assert.throws(
      () => parseGitSource(pathToFileURL(served.repository.path).href, { local: false }),
      {
        reason: 'invalid_input',
      },
    );
  });
});
