import assert from 'node:assert/strict';
import { chmod } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMarketplaceClient } from '@skill-marketplace/shared/client';
import { cloneDatabase } from '../support/database.ts';
import { runMarketplace, startMarketplace, type Marketplace } from '../support/marketplace.ts';
import { folderOf, skillText } from '../support/skillFolder.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { postgresPid, untilEnded } from './embeddedPostgres.ts';

const text = (name: string) => skillText({ name });

describe('the marketplace command', function () {
  this.timeout(120_000);
  let marketplace: Marketplace;
  before(async () => (marketplace = await startMarketplace()));
  after(() => marketplace[Symbol.asyncDispose]());

  const clientOf = (token = marketplace.credentials.token) =>
    createMarketplaceClient({ url: marketplace.url, token });

  it('imports while the server runs, and prints one object', async () => {
    await using folder = await folderOf({
      'repo/a/SKILL.md': text('a'),
      'repo/a/part/SKILL.md': text('part'),
      'repo/b/SKILL.md': 'No frontmatter.',
    });
    const { code, stdout, stderr } = await runMarketplace(
      ['import', join(folder.path, 'repo'), '--json'],
      marketplace,
    );
    assert.deepEqual([code, stderr], [0, '']);
    assert.deepEqual(JSON.parse(stdout), {
      found: 3,
      created: 2,
      updated: 0,
      unchanged: 0,
      skipped: 1,
      failed: 0,
      diagnostics: {
        no_frontmatter: 1,
        name_missing: 1,
        description_missing: 1,
      },
      skills: [
        {
          path: 'a',
          reference: 'repo/a',
          version: '1.0.0',
          outcome: 'created',
        },
        {
          path: 'a/part',
          outcome: 'skipped',
          reason: 'part_of',
          message: 'It is a part of the skill in a.',
        },
        {
          path: 'b',
          reference: 'repo/b',
          version: '1.0.0',
          outcome: 'created',
          message:
            'SKILL.md has no frontmatter. Frontmatter was added. The frontmatter has no name. The name is b. The frontmatter has no description. The first paragraph became the description.',
        },
      ],
    });
    assert.equal(stdout.indexOf('\n'), stdout.length - 1);
    assert.equal((await clientOf().skills.search.query({ publisher: 'repo' })).total, 2);
  });

  it('says in a sentence what an import did, and names what failed', async () => {
    await using folder = await folderOf({
      'team/x/SKILL.md': text('x'),
      'team/bad/SKILL.md': text('bad'),
      'team/bad/con.txt': 'x',
      'team/plain/SKILL.md': '# Plain Notes\n\nNotes without frontmatter.\n',
    });
    const path = join(folder.path, 'team');
    const { code, stdout, stderr } = await runMarketplace(['import', path], marketplace);
    assert.deepEqual([code, stderr], [1, `Using the marketplace of ${marketplace.dataDir}.\n`]);
    const [counts, failed, repaired, other, ...rest] = stdout.split('\n');
    assert.equal(
      counts,
      '3 SKILL.md found: 2 created, 0 updated, 0 unchanged, 0 skipped, 1 failed.',
    );
    assert.equal(
      failed,
      '  failed bad: "con.txt" is not allowed: The path has a name that Windows reserves.',
    );
    assert.match(
      repaired ?? '',
      /^ {2}created team\/plain-notes 1\.0\.0 from plain: .*frontmatter/,
    );
    assert.deepEqual([other, ...rest], ['  created team/x 1.0.0', '']);
  });

  it('tells twenty of the skills that came in, and how many more there are', async () => {
    const names = Array.from({ length: 23 }, (_, index) => `s-${index}`);
    await using folder = await folderOf(
      Object.fromEntries(names.map((name) => [`many/${name}/SKILL.md`, text(name)])),
    );
    const { stdout } = await runMarketplace(['import', join(folder.path, 'many')], marketplace);
    const [, ...lines] = stdout.trimEnd().split('\n');
    assert.equal(lines.filter((line) => /^ {2}created many\/s-\d+ 1\.0\.0$/.test(line)).length, 20);
    assert.equal(lines.at(-1), '  … and 3 more: --json tells them all.');
  });

  it('says which skill a link was left out of', async () => {
    await using folder = await folderOf({
      'crew/linked/SKILL.md': text('linked'),
      'crew/linked/notes.md': { link: '../notes.md' },
      'crew/notes.md': 'x',
    });
    const path = join(folder.path, 'crew');
    const { stdout } = await runMarketplace(['import', path], marketplace);
    const sentence = 'The link notes.md was left out: a skill holds files only.';
    assert.equal(stdout.split('\n')[1], `  created crew/linked 1.0.0 from linked: ${sentence}`);
    const again = await runMarketplace(['import', path, '--json'], marketplace);
    assert.equal(JSON.parse(again.stdout).skills[0].message, sentence);
  });

  it('makes no skill of an empty SKILL.md', async () => {
    await using folder = await folderOf({ 'crew/nothing/SKILL.md': '' });
    const { code, stdout } = await runMarketplace(
      ['import', join(folder.path, 'crew'), '--json'],
      marketplace,
    );
    assert.equal(code, 1);
    assert.deepEqual(JSON.parse(stdout).skills, [
      {
        path: 'nothing',
        outcome: 'failed',
        reason: 'invalid_input',
        message: 'SKILL.md is empty.',
      },
    ]);
  });

  it('takes a relative path from where the user is', async () => {
    await using folder = await folderOf({ 'crew/y/SKILL.md': text('y') });
    const { code } = await runMarketplace(
      ['import', 'crew', '--publisher', 'crew-one'],
      marketplace,
      { INIT_CWD: folder.path },
    );
    assert.equal(code, 0);
    const { items } = await clientOf().skills.search.query({ publisher: 'crew-one' });
    assert.deepEqual(
      items.map(({ reference }) => reference),
      ['crew-one/y'],
    );
  });

  it('refuses a publisher that is no slug, in one sentence', async () => {
    const { code, stdout, stderr } = await runMarketplace(
      ['import', tmpdir(), '--publisher', 'Crew One'],
      marketplace,
    );
    assert.deepEqual([code, stdout], [1, '']);
    assert.match(stderr, /^"Crew One" is no publisher: [^\n]+\n$/);
  });

  it('says what is wrong with a folder that is none', async () => {
    await using folder = await folderOf({ file: 'x' });
    const run = (path: string) =>
      runMarketplace(['import', path], marketplace, { INIT_CWD: folder.path });
    assert.deepEqual(await run('nothing'), {
      code: 1,
      stdout: '',
      stderr: 'There is no folder or file nothing.\n',
    });
    const file = await run('file');
    assert.deepEqual([file.code, file.stdout, file.stderr.split('\n').length], [1, '', 2]);
  });

  it('makes a token that holds at once, for what it may be used', async () => {
    const { stdout, code } = await runMarketplace(
      ['token', 'create', '--user', 'mia', '--scopes', 'read, rate'],
      marketplace,
    );
    assert.equal(code, 0);
    assert.match(stdout, /^skm_[\w-]{43}\n$/);
    const { user, roles, scopes, publishers } = await clientOf(
      stdout.trim(),
    ).session.whoAmI.query();
    assert.deepEqual(
      [user?.name, roles, scopes, publishers],
      ['mia', ['member'], ['read', 'rate'], []],
    );
  });

  it('refuses a scope that there is none of', async () => {
    const { code, stderr, stdout } = await runMarketplace(
      ['token', 'create', '--user', 'mia', '--scopes', 'fly'],
      marketplace,
    );
    assert.deepEqual([code, stdout], [1, '']);
    const scopes = 'read, rate, install, publish, moderate, admin, delegate';
    assert.equal(stderr, `"fly" is no scope: choose from ${scopes}.\n`);
    const none = await runMarketplace(
      ['token', 'create', '--user', 'mia', '--scopes', ''],
      marketplace,
    );
    assert.deepEqual([none.code, none.stderr], [1, `Give at least one scope of ${scopes}.\n`]);
  });

  it('leaves the owner of the running server signed in', async () => {
    await runMarketplace(['migrate'], marketplace);
    assert.deepEqual((await clientOf().session.whoAmI.query()).roles, ['member', 'admin']);
  });

  it('works with the server stopped, and leaves no PostgreSQL running', async () => {
    await using other = await startMarketplace();
    const postgres = postgresPid(other.dataDir);
    await other.stop();
    await using folder = await folderOf({ 'repo/a/SKILL.md': text('a') });
    const path = join(folder.path, 'repo');
    const first = await runMarketplace(['import', path, '--json'], other);
    const second = await runMarketplace(['import', path, '--json'], other);
    assert.deepEqual(
      [JSON.parse(first.stdout).created, JSON.parse(second.stdout).unchanged],
      [1, 1],
    );
    await untilEnded(postgres);
  });

  it('says that it made a new marketplace, and only then', async () => {
    await using data = await temporaryFolder('data');
    await chmod(data.path, 0o755);
    const place = { dataDir: data.path, stateHome: marketplace.stateHome };
    const using = `Using the marketplace of ${data.path}.\n`;
    const made = 'There was none before: a new marketplace was made there.\n';
    const first = await runMarketplace(['migrate'], place);
    assert.deepEqual([first.code, first.stderr], [0, `${using}${made}`]);
    assert.equal((await runMarketplace(['migrate'], place)).stderr, using);
  });

  it('knows no other command', async () => {
    const { code, stderr } = await runMarketplace(['fly'], marketplace);
    assert.equal(code, 1);
    assert.match(stderr, /unknown command 'fly'/);
  });
});

describe('two servers on one database', function () {
  this.timeout(120_000);

  it('are one marketplace, and leave each other their owner', async () => {
    await using database = await cloneDatabase();
    const env = { DATABASE_URL: database.url };
    await using first = await startMarketplace({ env });
    await using second = await startMarketplace({ env });
    assert.equal(second.credentials.instanceId, first.credentials.instanceId);
    for (const { url, credentials } of [first, second]) {
      const client = createMarketplaceClient({ url, token: credentials.token });
      assert.deepEqual((await client.session.whoAmI.query()).roles, ['member', 'admin']);
    }
    const { total } = await createMarketplaceClient(first).skills.search.query({});
    assert.match(second.output(), new RegExp(`^It has ${total} skills\\.$`, 'm'));
  });
});
