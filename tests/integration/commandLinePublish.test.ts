import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createMarketplaceClient } from '@skill-marketplace/shared/client';
import { runMarketplace, startMarketplace, type Marketplace } from '../support/marketplace.ts';
import { publicationOf } from '../support/publication.ts';
import { folderOf, skillText } from '../support/skillFolder.ts';
import { zipOf } from '../support/zipOf.ts';
import { refusalOf } from './refusal.ts';

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
    assert.deepEqual(
      [published.code, published.stdout],
      [
        0,
        'Published acme/greet 1.2.0.\n  The version 1.2 is not a full semantic version. It was read as 1.2.0.\n',
      ],
    );
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
    await using folder = await folderOf({
      'readme.txt': 'x',
      'a.zip': 'x',
      'x/SKILL.md': skillText({ name: 'x' }),
      'linked/SKILL.md': { link: '../x/SKILL.md' },
    });
    const cases: [string[], RegExp][] = [
      [['publish', join(folder.path, 'none')], /^There is no folder .*none\.\n$/],
      [
        ['publish', folder.path],
        /^.* has no SKILL\.md at its top: publish takes the folder of one/,
      ],
      [['publish', join(folder.path, 'a.zip')], /a\.zip is no folder: .*, and import a \.zip\.\n$/],
      [['publish', join(folder.path, 'x/SKILL.md')], /^publish takes a folder: give \S+\/x\.\n$/],
      [['publish', join(folder.path, 'linked')], /^The SKILL\.md of \S+ is a link, and links /],
      [['publish', folder.path, '--publisher', 'No One'], /^"No One" is no publisher: /],
      [['approve', 'nothing'], /^"nothing" is no skill: give publisher\/name\.\n$/],
      [['approve', 'acme/nothing'], /There is no skill acme\/nothing here: `approve` alone lists /],
      [
        ['yank', 'acme/nothing', '1.0.0', '--reason', 'x'],
        /There is no skill acme\/nothing here: /,
      ],
      [
        ['yank', 'acme/nothing', '1', '--reason', 'x'],
        /^"1" is no version: give it as 1\.2\.3\.\n$/,
      ],
      [['yank', 'acme/nothing', '1.0.0', '--reason', ' '], /^Give a reason of 1 to 500 characters/],
      [
        ['member', 'add', 'acme', 'nobody'],
        /There is no user nobody: check the name, or make the account first/,
      ],
      [
        ['member', 'remove', 'local', 'nobody'],
        /There is no user nobody, so nothing was changed\.\n$/,
      ],
      [['import', join(folder.path, 'readme.txt')], /readme\.txt cannot be imported: /],
      [
        ['import', join(folder.path, 'x/SKILL.md')],
        /^One SKILL\.md alone .*: give --publisher\.\n$/,
      ],
      [['import', 'ssh://git@example.com/x'], /Give the https address of a repository/],
      [['import', 'git@git.example:acme/x.git'], /Give the https address of a repository/],
      [
        ['import', 'https://127.0.0.1:8443/x'],
        /private .* GIT_HOSTS=127\.0\.0\.1:8443=10\.1\.2\.3\.\n$/,
      ],
      ...['', 'a.zip', 'x/SKILL.md'].flatMap((name): [string[], RegExp][] =>
        [
          ['--ref', 'main'],
          ['--subfolder', 'x'],
        ].map((part) => [
          ['import', join(folder.path, name), ...part],
          /^\S+ is no git repository, and --ref and --subfolder choose a part of one: leave them out\.\n$/,
        ]),
      ),
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
    assert.equal((await refusalOf(publish())).reason, 'not_allowed');
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
    assert.equal(
      (await run('member', 'remove', 'globex', 'ada')).stdout,
      'ada is no member of globex.\n',
    );
    const other = ada.publishing.publish.mutate(publicationOf('globex', 'other'));
    assert.equal((await refusalOf(other)).reason, 'not_allowed');
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
    assert.match(
      limited.stderr,
      /The archive has 3 files; 2 is the limit\. ARCHIVE_LIMITS changes the limit\.\n$/,
    );
  });

  it('refuses a zip by its size before it is read', async () => {
    await using folder = await folderOf({ 'large.zip': new Uint8Array(1024 ** 2 + 2049) });
    const path = join(folder.path, 'large.zip');
    const env = { ARCHIVE_LIMITS: 'totalSize=1KiB' };
    const { code, stderr } = await runMarketplace(['import', path], marketplace, env);
    assert.deepEqual(
      [code, stderr],
      [1, `${path} has 1,050,625 bytes; twice the totalSize of ARCHIVE_LIMITS allows 1,050,624.\n`],
    );
  });

  it('tells what was repaired and left out when it publishes', async () => {
    await using folder = await folderOf({
      'odd/SKILL.md': '# Odd\n\nDoes odd things.\n',
      'odd/notes.md': { link: '../notes.md' },
      'notes.md': 'x',
    });
    const { stdout } = await run('publish', join(folder.path, 'odd'), '--publisher', 'odd');
    assert.deepEqual(stdout.split('\n'), [
      'Published odd/odd 1.0.0.',
      '  SKILL.md has no frontmatter. Frontmatter was added.',
      '  The frontmatter has no name. The name is odd.',
      '  The frontmatter has no description. The first paragraph became the description.',
      '  The link notes.md was left out: a skill holds files only.',
      '',
    ]);
  });

  it('says which numbers are free, also above the newest', async () => {
    await using folder = await folderOf({ 'many/SKILL.md': skillText({ name: 'many' }) });
    const path = join(folder.path, 'many');
    const publish = async (version: string, note: string) => {
      await writeFile(join(path, 'note.txt'), note);
      return run('publish', path, '--publisher', 'acme', '--version', version);
    };
    for (const version of ['2.0.0', '3.0.0']) await publish(version, version);
    const { code, stderr } = await publish('2.0.0', 'other');
    assert.equal(code, 1);
    assert.match(
      stderr,
      /: publish them as 2\.0\.1, or above the newest, 3\.0\.0, as 3\.0\.1\. --version gives the number\.\n$/,
    );
  });

  it('lists what waits for review, and why', async () => {
    assert.equal((await run('approve')).stdout, 'Nothing waits for review.\n');
    const { stdout } = await run('token', 'create', '--user', 'eve', '--scopes', 'read,publish');
    await run('member', 'add', 'initech', 'eve');
    const publication = publicationOf('initech', 'waits');
    await clientOf(stdout.trim()).publishing.publish.mutate(publication);
    const listed = await run('approve');
    assert.equal(listed.code, 0, listed.stderr);
    assert.match(
      listed.stdout,
      /^initech\/waits 1\.0\.0, brought in by eve \d{4}-\d\d-\d\dT[\d:.]+Z\n$/,
    );
    await run('approve', 'initech/waits');
    assert.equal((await run('approve')).stdout, 'Nothing waits for review.\n');
  });

  it('withdraws a version, which approving does not bring back', async () => {
    await owner().publishing.publish.mutate(publicationOf('acme', 'gone'));
    const withdrawn = await run('yank', 'acme/gone', '1.0.0', '--reason', 'It deletes too much.');
    assert.deepEqual(
      [withdrawn.code, withdrawn.stdout],
      [0, 'acme/gone 1.0.0 is withdrawn: those who have it may get it again, nobody else.\n'],
    );
    assert.equal((await owner().skills.byId.query({ id: 'acme/gone' })).status, 'untrusted');
    assert.equal(
      (await run('approve', 'acme/gone', '1.0.0')).stdout,
      'acme/gone 1.0.0 is approved: it stays withdrawn, so only those who have it get it again.\n',
    );
    assert.match(
      (await run('approve', 'acme/gone', '9.0.0')).stderr,
      /acme\/gone has no version 9\.0\.0\.\n$/,
    );
  });

  it('removes no member of a publisher that there is none of', async () => {
    await run('token', 'create', '--user', 'max');
    const { code, stdout, stderr } = await run('member', 'remove', 'nowhere', 'max');
    assert.deepEqual([code, stdout], [1, '']);
    assert.match(stderr, /There is no publisher nowhere\.\n$/);
  });
});
