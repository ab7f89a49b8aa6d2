import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createMarketplaceClient } from '@skill-marketplace/shared/client';
import { runMarketplace, startMarketplace, type Marketplace } from '../support/marketplace.ts';
import { publicationOf } from '../support/publication.ts';
import { folderOf, skillText } from '../support/skillFolder.ts';
import { zipOf } from '../support/zipOf.ts';

describe('publishing on the command line', function () {
  this.timeout(120_000);
  let marketplace: Marketplace;
  before(async () => (marketplace = await startMarketplace()));
  after(() => marketplace[Symbol.asyncDispose]());

  const run = (...args: string[]) => runMarketplace(args, marketplace);
  const clientOf = (token: string) => createMarketplaceClient({ url: marketplace.url, token });
  const owner = () => clientOf(marketplace.credentials.token);

  it('publishes a folder under the publisher that is named, and once', async () => {
    await using folder = await folderOf({ 'greet/SKILL.md': skillText({ name: 'greet' }) });
    const path = join(folder.path, 'greet');
    const published = await run('publish', path, '--publisher', 'acme', '--version', '1.2');
    assert.deepEqual([published.code, published.stdout], [0, 'Published acme/greet 1.2.0.\n']);
    const again = await run('publish', path, '--publisher', 'acme', '--version', '1.2', '--json');
    const { outcome, reference, version, digest } = JSON.parse(again.stdout);
    assert.deepEqual(
      [outcome, reference, version, /^sha256:[0-9a-f]{64}$/.test(digest)],
      ['unchanged', 'acme/greet', '1.2.0', true],
    );
    await writeFile(join(path, 'more.txt'), 'more');
    const other = await run('publish', path, '--publisher', 'acme', '--version', '1.2');
    assert.equal(other.code, 1);
    assert.match(other.stderr, /acme\/greet 1\.2\.0 exists with other files.* 1\.2\.1 or higher/);
  });

  it("publishes under one's own publisher when nothing names another", async () => {
    await using folder = await folderOf({ 'mine/SKILL.md': skillText({ name: 'mine' }) });
    const { stdout } = await run('publish', join(folder.path, 'mine'), '--name', 'renamed');
    assert.equal(stdout, 'Published local/renamed 1.0.0.\n');
  });

  it('says what is wrong, in one sentence', async () => {
    await using folder = await folderOf({ 'readme.txt': 'x' });
    const cases: [string[], RegExp][] = [
      [['publish', join(folder.path, 'none')], /^There is no folder .*none\.\n$/],
      [['publish', folder.path], /^.*The folder has no SKILL\.md\.\n$/s],
      [['publish', folder.path, '--publisher', 'No One'], /^"No One" is no publisher: /],
      [['approve', 'nothing'], /^"nothing" is no skill: give publisher\/name\.\n$/],
      [['approve', 'acme/nothing'], /There is no skill acme\/nothing here\./],
      [['member', 'add', 'acme', 'nobody'], /There is no user nobody: /],
      [['import', join(folder.path, 'readme.txt')], /readme\.txt cannot be imported: /],
      [['import', 'ssh://git@example.com/x'], /Give the https address of a repository/],
    ];
    for (const [args, sentence] of cases) {
      const { code, stdout, stderr } = await run(...args);
      assert.deepEqual([code, stdout], [1, ''], args.join(' '));
      assert.match(stderr, sentence);
      assert.doesNotMatch(stderr, /^ {4}at /m);
    }
  });

  it('makes members, whose versions wait until they are approved', async () => {
    const { stdout } = await run('token', 'create', '--user', 'ada', '--scopes', 'read,publish');
    const ada = clientOf(stdout.trim());
    const publish = () => ada.publishing.publish.mutate(publicationOf('globex', 'tool'));
    await assert.rejects(publish());
    assert.equal(
      (await run('member', 'add', 'globex', 'ada')).stdout,
      'ada is a member of globex.\n',
    );
    assert.equal((await publish()).availability, 'held');
    const approved = await run('approve', 'globex/tool');
    assert.equal(approved.stdout, 'globex/tool 1.0.0 is approved: it can be installed.\n');
    assert.equal((await owner().skills.search.query({ publisher: 'globex' })).total, 1);
    const nothing = await run('approve', 'globex/tool');
    assert.equal(nothing.code, 1);
    assert.match(nothing.stderr, /globex\/tool has no version that waits for review\./);
    await run('member', 'remove', 'globex', 'ada');
    await assert.rejects(ada.publishing.publish.mutate(publicationOf('globex', 'other')));
  });

  it('imports a zip, and refuses one that breaks a limit that the operator set', async () => {
    await using folder = await folderOf({});
    const path = join(folder.path, 'tools.zip');
    const files = Object.fromEntries(
      ['a', 'b', 'c'].map((name) => [`${name}/SKILL.md`, skillText({ name })]),
    );
    await writeFile(path, await zipOf(files));
    const { stdout } = await run('import', path, '--json');
    const { found, created, skills } = JSON.parse(stdout);
    assert.deepEqual([found, created, skills[0].reference], [3, 3, 'tools/a']);
    const limited = await runMarketplace(['import', path], marketplace, {
      ARCHIVE_LIMITS: 'files=2',
    });
    assert.equal(limited.code, 1);
    assert.match(limited.stderr, /2 files|files.*2/);
  });
});
