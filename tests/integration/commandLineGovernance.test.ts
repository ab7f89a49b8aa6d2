import assert from 'node:assert/strict';
import type { z } from 'zod';
import { HousePolicy } from '../../server/src/features/policy/housePolicy.ts';
import { putIntoForce } from '../../server/src/features/policy/rulesInForce.ts';
import { startHub, type Hub } from '../support/app.ts';
import { runMarketplace } from '../support/marketplace.ts';
import { publicationOf } from '../support/publication.ts';
import { folderOf, skillText } from '../support/skillFolder.ts';

describe('governing on the command line', function () {
  this.timeout(60_000);
  let hub: Hub;
  before(async () => (hub = await startHub()));
  after(() => hub[Symbol.asyncDispose]());

  const run = (args: string[]) =>
    runMarketplace(
      args,
      { dataDir: hub.config.dataDirectory, stateHome: hub.config.dataDirectory },
      { DATABASE_URL: hub.databaseUrl },
    );
  const publish = (name: string, text: string) =>
    hub.ownerClient.publishing.publish.mutate(publicationOf('acme', name, { 'a.txt': text }));

  it('blocks a version, and whoever has it is told', async () => {
    const { digest } = await publish('bad', 'bad');
    const { code, stdout } = await run(['block', 'acme/bad', '1.0.0', '--reason', 'Sends files.']);
    assert.deepEqual([code, stdout], [0, 'acme/bad 1.0.0 is blocked: nobody gets it any more.\n']);
    const [told] = await hub.client.advisories.check.query({ digests: [digest] });
    assert.deepEqual([told?.message, told?.severity], ['Sends files.', 'high']);
  });

  it('blocks a digest, whether anything has it or not', async () => {
    const { digest } = await publish('worm', 'worm');
    const block = (subject: string) =>
      run(['block', subject, '--reason', 'A worm.', '--severity', 'critical']);
    assert.match((await block(digest)).stdout, /^acme\/worm 1\.0\.0 is blocked/);
    const unknown = `sha256:${'0'.repeat(64)}`;
    assert.equal((await block(unknown)).stdout, `${unknown} is blocked; no version has it.\n`);
  });

  it('lifts a block, and says what waits then', async () => {
    const { digest } = await publish('mistaken', 'mistaken');
    await run(['block', 'acme/mistaken', '1.0.0', '--reason', 'A mistake.']);
    await run(['block', digest, '--reason', 'Another mistake.']);
    const lift = async (...subject: string[]) =>
      (await run(['unblock', ...subject, '--reason', 'It was another one.'])).stdout;
    assert.equal(
      await lift('acme/mistaken', '1.0.0'),
      'acme/mistaken 1.0.0 stays blocked, since another block of it stands.\n',
    );
    assert.equal(
      await lift(digest),
      'acme/mistaken 1.0.0 is not blocked any more, and waits for review: marketplace approve acme/mistaken 1.0.0\n',
    );
    assert.match(
      (await run(['approve'])).stdout,
      /^acme\/mistaken 1\.0\.0, brought in by .*; it was blocked until .*Z: It was another one\.$/m,
    );
    const approved = await run(['approve', 'acme/mistaken', '--reason', 'Read again.']);
    assert.match(approved.stdout, /is approved: it can be installed/);
    const { versions } = await hub.ownerClient.skills.byId.query({ id: 'acme/mistaken' });
    assert.deepEqual(
      [versions[0]?.decision?.action, versions[0]?.decision?.reason],
      ['approve', 'Read again.'],
    );
  });

  it('says after an import how many wait for review, and how to let them go', async () => {
    await using source = await folderOf({
      'a/SKILL.md': skillText({ name: 'waits-a' }),
      'b/SKILL.md': skillText({ name: 'waits-b' }),
    });
    const imported = async (rules: z.input<typeof HousePolicy>) => {
      const housePolicy = HousePolicy.parse(rules);
      await putIntoForce(hub.orm, { housePolicy, housePolicyGiven: true });
      const { code, stdout } = await run(['import', source.path, '--publisher', 'acme']);
      assert.equal(code, 0);
      return stdout.split('\n').at(-2);
    };
    assert.equal(
      await imported({ importsWaitForReview: true }),
      '2 wait for review: `marketplace approve` lists what waits, `marketplace approve <publisher/name>` lets it be installed.',
    );
    await run(['approve', 'acme/waits-a']);
    assert.equal(
      await imported({ requireTwoPeople: true }),
      '1 waits for review: here two people look at a version, so a reviewer has to approve in the editor, or with moderation.approve.',
    );
    await imported({});
  });

  it('purges a version, and says which files stay', async () => {
    await publish('leaky', 'shared');
    await publish('other', 'shared');
    const { code, stdout } = await run(['purge', 'acme/leaky', '1.0.0', '--reason', 'A key.']);
    assert.deepEqual(
      [code, stdout],
      [0, 'acme/leaky 1.0.0 is purged.\na.txt stays, since acme/other 1.0.0 has it too.\n'],
    );
  });

  it('says in one sentence what is wrong', async () => {
    const reason = ['--reason', 'x'];
    const cases: [string[], RegExp][] = [
      [['block', 'acme/none', '1.0.0', ...reason], /^There is no skill acme\/none here: check/m],
      [
        ['block', 'acme/worm', ...reason],
        /^Say which version is blocked, as publisher\/name 1\.2\.3/m,
      ],
      [['block', 'acme/worm', 'one', ...reason], /^"one" is no version: give it as 1\.2\.3\.$/m],
      [['block', 'acme/worm', '9.0.0', ...reason], /^acme\/worm has no version 9\.0\.0\.$/m],
      [['block', 'sha256:12', ...reason], /^Give a digest as sha256: and 64 hex digits\.$/m],
      [['block', 'acme/worm', '1.0.0', '--reason', ' '], /^Give a reason of 1 to 500 characters/m],
      [
        ['block', 'acme/worm', '1.0.0', ...reason, '--severity', 'bad'],
        /^Give the severity as low/m,
      ],
      [['unblock', 'acme/worm', ...reason], /^Say which version is unblocked, as publisher/m],
      [['unblock', 'acme/other', '1.0.0', ...reason], /^acme\/other 1\.0\.0 is not blocked\.$/m],
      [['approve', 'acme/other', '--reason', ' '], /^Give a reason of 1 to 500 characters/m],
      [['purge', 'acme/worm', '9.0.0', ...reason], /^acme\/worm has no version 9\.0\.0\.$/m],
    ];
    for (const [args, sentence] of cases) {
      const { code, stdout, stderr } = await run(args);
      assert.deepEqual([code, stdout], [1, ''], args.join(' '));
      assert.match(stderr, sentence);
    }
  });
});
