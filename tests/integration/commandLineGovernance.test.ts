import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startHub, type Hub } from '../support/app.ts';
import { runMarketplace } from '../support/marketplace.ts';
import { publicationOf } from '../support/publication.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

describe('governing on the command line', function () {
  this.timeout(60_000);
  let hub: Hub;
  before(async () => (hub = await startHub()));
  after(() => hub[Symbol.asyncDispose]());

  const run = (args: string[], env: NodeJS.ProcessEnv = {}) =>
    runMarketplace(
      args,
      { dataDir: hub.config.dataDirectory, stateHome: hub.config.dataDirectory },
      { DATABASE_URL: hub.databaseUrl, ...env },
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
      [['block', 'acme/worm', ...reason], /^Say which version is blocked, as block publisher/m],
      [['block', 'acme/worm', 'one', ...reason], /^"one" is no version: give it as 1\.2\.3\.$/m],
      [['block', 'acme/worm', '9.0.0', ...reason], /^acme\/worm has no version 9\.0\.0\.$/m],
      [['block', 'sha256:12', ...reason], /^Give a digest as sha256: and 64 hex digits\.$/m],
      [['block', 'acme/worm', '1.0.0', '--reason', ' '], /^Give a reason of 1 to 500 characters/m],
      [
        ['block', 'acme/worm', '1.0.0', ...reason, '--severity', 'bad'],
        /^Give the severity as low/m,
      ],
      [['purge', 'acme/worm', '9.0.0', ...reason], /^acme\/worm has no version 9\.0\.0\.$/m],
    ];
    for (const [args, sentence] of cases) {
      const { code, stdout, stderr } = await run(args);
      assert.deepEqual([code, stdout], [1, ''], args.join(' '));
      assert.match(stderr, sentence);
    }
  });

  it('follows the rules of the house', async () => {
    await using folder = await temporaryFolder('policy');
    const file = join(folder.path, 'house.json');
    await writeFile(file, '{"requireTwoPeople":true}');
    await hub.changeState('acme/other', '1.0.0', { decision: 'undecided' });
    const own = await run(['approve', 'acme/other'], { POLICY_FILE: file });
    assert.equal(own.code, 1);
    assert.match(own.stderr, /You brought in acme\/other 1\.0\.0, and here two people look/);
    await writeFile(file, '{"requireTwoPeople":1}');
    const wrong = await run(['approve'], { POLICY_FILE: file });
    assert.match(wrong.stderr, /^POLICY_FILE is not usable: .*house\.json, requireTwoPeople: /m);
  });
});
