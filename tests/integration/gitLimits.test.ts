import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fetchRepository } from '../../server/src/git/fetchRepository.ts';
import { parseGitSource } from '../../server/src/git/gitSource.ts';
import { eventually } from '../support/eventually.ts';
import { makeRepository } from '../support/gitRepository.ts';
import { processesIn } from '../support/processesIn.ts';
import { serveSkills, type ServedSkills } from '../support/servedSkills.ts';

const isLinux = process.platform === 'linux';

describe('fetchRepository, at its limits', () => {
  let served: ServedSkills;
  before(async () => (served = await serveSkills()));
  after(() => served?.[Symbol.asyncDispose]());
  // Whatever happened, nothing stays behind.
  afterEach(() => assert.deepEqual(served.leftovers(), []));

  it('ends after the seconds that it may take, with everything that it started', async () => {
    const before = served.stalled();
    await served.refused(
      served.fetchFrom('silent/skills', { rules: { ...served.rules, seconds: 1 } }),
      {
        reason: 'upstream_unavailable',
        message: 'The repository was not fetched within a second.',
      },
    );
    assert.equal(served.stalled(), before + 1);
    assert.deepEqual(processesIn(served.rules.workDirectory), []);
  });

  it("ends at once with the caller's reason, with everything that it started", async () => {
    const before = served.stalled();
    const controller = new AbortController();
    const reason = new Error('no longer wanted');
    const rejected = served.refused(
      served.fetchFrom('silent/skills', { signal: controller.signal }),
      reason,
    );
    await eventually(() => assert.equal(served.stalled(), before + 1));
    const running = processesIn(served.rules.workDirectory);
    assert.ok(
      running.some((name) => name.includes('git-remote-https')),
      running.join(),
    );
    controller.abort(reason);
    await rejected;
    assert.deepEqual(processesIn(served.rules.workDirectory), []);
    await served.refused(served.fetchFrom('acme/skills', { signal: controller.signal }), reason);
  });

  it('ends a reading when the caller wants no more, and what git still runs when disposed of', async () => {
    const controller = new AbortController();
    const reason = new Error('no longer wanted');
    {
      await using fetched = await served.fetchFrom('acme/skills', { signal: controller.signal });
      const [entry] = fetched.entries;
      assert.ok(entry !== undefined);
      assert.equal(processesIn(served.rules.workDirectory).length, isLinux ? 1 : 0);
      controller.abort(reason);
      await assert.rejects(fetched.read(entry), reason);
    }
    assert.deepEqual(processesIn(served.rules.workDirectory), []);
  });

  it('refuses a repository that is larger than it may be', async () => {
    const other = await makeRepository(join(served.path, 'served', 'large', 'skills'));
    const noise = (index: number) =>
      createHash('shake256', { outputLength: 64 * 1024 })
        .update(String(index))
        .digest();
    // Many objects, each far under the limit: they count together.
    const files = Array.from({ length: 40 }, (_, index) => [`${index}.bin`, noise(index)]);
    await other.commit(Object.fromEntries(files));
    assert.equal((await served.contentOf(served.fetchFrom('large/skills'))).commit.length, 40);
    await served.refused(
      served.fetchFrom('large/skills', { rules: { ...served.rules, maxBytes: 512 * 1024 } }),
      {
        reason: 'too_large',
        message: `${served.address('large/skills')} is larger than 0.5 MiB.`,
      },
    );
  });

  it('refuses a few objects that name each other a hundred thousand times', async () => {
    const other = await makeRepository(join(served.path, 'served', 'bomb', 'skills'));
    await other.commit({ a: 'x' });
    let tree = await other.git('rev-parse', 'HEAD^{tree}');
    for (let depth = 0; depth < 10; depth += 1) {
      const lines = Array.from({ length: 10 }, (_, index) => `040000 tree ${tree}\t${index}`);
      tree = await other.gitWith(`${lines.join('\n')}\n`, 'mktree');
    }
    const commit = await other.git('commit-tree', '-m', 'Bomb', tree);
    await other.git('update-ref', 'refs/heads/main', commit);
    await served.refused(served.fetchFrom('bomb/skills'), {
      reason: 'too_large',
      message: `${served.address('bomb/skills')} has more than 100,000 files: name a folder of it.`,
    });
    assert.deepEqual(processesIn(served.rules.workDirectory), []);
  });

  it('says when this machine has no git', async () => {
    const searchPath = join(served.path, 'nothing');
    await served.refused(
      served.fetchFrom('acme/skills', { rules: { ...served.rules, searchPath } }),
      {
        reason: 'upstream_unavailable',
        message:
          'The server has no git 2.37 or later, which fetches repositories: install it there.',
      },
    );
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
    await served.refused(fetchRepository(source, { rules: { ...served.rules, hosts } }), {
      reason: 'upstream_unavailable',
      message: `${url} does not answer: check the address, or try later.`,
    });
  });
});
