import assert from 'node:assert/strict';
import { createMarketplaceClient } from '@skill-marketplace/shared/client';
import { runMarketplace, startMarketplace, type Marketplace } from '../support/marketplace.ts';
import { refusalOf } from './refusal.ts';

const ID = /^[0-9a-f]{8}-[0-9a-f-]{27}/;

describe('people on the command line', function () {
  this.timeout(120_000);
  let marketplace: Marketplace;
  before(async () => (marketplace = await startMarketplace()));
  after(() => marketplace[Symbol.asyncDispose]());

  const run = (...args: string[]) => runMarketplace(args, marketplace);
  const clientOf = (token: string) => createMarketplaceClient({ url: marketplace.url, token });

  it('get accounts, roles, and tokens for what the roles allow', async () => {
    const made = await run('user', 'create', 'rae', '--role', 'reviewer');
    assert.deepEqual(
      [made.code, made.stdout],
      [0, 'rae has an account with the roles: member, reviewer.\n'],
    );
    const twice = await run('user', 'create', 'rae');
    assert.equal(twice.code, 1);
    assert.match(
      twice.stderr,
      /There is an account named rae already\. Change what it may do with/,
    );

    const token = await run('token', 'create', '--user', 'rae', '--scopes', 'read,moderate');
    const { roles, scopes } = await clientOf(token.stdout.trim()).session.whoAmI.query();
    assert.deepEqual(
      [roles, scopes],
      [
        ['member', 'reviewer'],
        ['read', 'moderate'],
      ],
    );

    const changed = await run('user', 'roles', 'rae', 'member');
    assert.deepEqual([changed.code, changed.stdout], [0, 'rae has the roles: member.\n']);
    const { stdout } = await run('user', 'list');
    assert.match(stdout, /^USER +ROLES +MEMBER OF +DISABLED SINCE\n/);
    assert.match(stdout, /^rae +member$/m);
  });

  it('get no token for what their roles do not allow, and then no account either', async () => {
    const { code, stdout, stderr } = await run(
      'token',
      'create',
      '--user',
      'noa',
      '--scopes',
      'read,admin',
    );
    assert.deepEqual([code, stdout], [1, '']);
    assert.match(
      stderr,
      /needs an account with the role admin, and noa has none\. The commands for it: user roles/,
    );
    assert.ok(!(await run('user', 'list')).stdout.includes('noa'));
  });

  it('see their tokens, of which one ends at once when it is revoked', async () => {
    const { stdout: created } = await run(
      'token',
      'create',
      '--user',
      'ada',
      '--days',
      '7',
      '--name',
      'build server',
    );
    const token = created.trim();
    await clientOf(token).session.whoAmI.query();
    const { stdout: list } = await run('token', 'list', '--user', 'ada');
    const [heading = '', line = '', ...rest] = list.trimEnd().split('\n');
    assert.match(heading, /^ID +USER +NAME +SCOPES +STATE +EXPIRES +LAST USED +MADE WITH$/);
    assert.match(
      line,
      / ada +build server +read,rate,install +active +\d{4}-\d\d-\d\d \d\d:\d\d UTC /,
    );
    assert.deepEqual(rest, []);
    assert.ok(!list.includes(token));

    const [id = ''] = ID.exec(line) ?? [];
    const revoked = await run('token', 'revoke', id);
    assert.deepEqual([revoked.code, revoked.stdout], [0, `The token ${id} no longer holds.\n`]);
    assert.equal((await refusalOf(clientOf(token).session.whoAmI.query())).reason, 'signed_out');
    assert.equal(
      (await run('token', 'list', '--user', 'ada')).stdout,
      'There are no such tokens.\n',
    );
    assert.match((await run('token', 'list', '--all')).stdout, / ada +build server .* revoked /);
  });

  it('are told of an account that is made beside a token, which a wrong name is', async () => {
    const made = await run('token', 'create', '--user', 'kim');
    assert.match(
      made.stderr,
      /^There was no account kim, so one was made with the roles member: if that was a mistake, user disable kim ends it\.$/m,
    );
    assert.match(made.stdout, /^skm_[\w-]{43}\n$/);
    const again = await run('token', 'create', '--user', 'KIM');
    assert.doesNotMatch(again.stderr, /There was no account/);
    const { user } = await clientOf(again.stdout.trim()).session.whoAmI.query();
    assert.equal(user?.name, 'kim');
  });

  it('end what was made with a token when they end that', async () => {
    const { stdout } = await run('token', 'create', '--user', 'pia');
    const pia = clientOf(stdout.trim());
    const heir = await pia.tokens.create.mutate({ name: 'heir', scopes: ['read'] });
    const { items } = await pia.tokens.list.query({ limit: 100 });
    const { id = '' } = items.find(({ current }) => current) ?? {};
    const { stdout: list } = await run('token', 'list', '--user', 'pia');
    assert.match(list, new RegExp(`^${heir.id} +pia +heir .* ${id}$`, 'm'));
    assert.equal(
      (await run('token', 'revoke', id)).stdout,
      `The token ${id} no longer holds, nor does 1 that was made with it.\n`,
    );
    const failure = await refusalOf(clientOf(heir.token).session.whoAmI.query());
    assert.equal(failure.reason, 'signed_out');
  });

  it('leave, and come back', async () => {
    const { stdout } = await run('token', 'create', '--user', 'lou');
    const { session } = clientOf(stdout.trim());
    const disabled = await run('user', 'disable', 'Lou', '--reason', 'Left in November.');
    assert.deepEqual(
      [disabled.code, disabled.stdout],
      [0, 'lou is disabled: its tokens hold no longer, and nobody signs in to it.\n'],
    );
    assert.equal((await refusalOf(session.whoAmI.query())).reason, 'signed_out');
    const users = await run('user', 'list');
    assert.match(users.stdout, /^lou +member +\d{4}-\d\d-\d\d \d\d:\d\d UTC: Left in November\.$/m);
    assert.match((await run('token', 'list', '--user', 'lou', '--all')).stdout, / suspended /);
    const token = await run('token', 'create', '--user', 'lou');
    assert.deepEqual([token.code, token.stdout], [1, '']);
    assert.match(
      token.stderr,
      /The account lou is disabled, so it gets no token: enable it first\./,
    );
    const enabled = await run('user', 'enable', 'lou');
    assert.equal(enabled.stdout, 'lou is enabled: its tokens that have not ended hold again.\n');
    assert.equal((await session.whoAmI.query()).user?.name, 'lou');
  });

  it('become members of publishers, which the first of them founds, and are listed so', async () => {
    for (const user of ['uma', 'vic']) await run('user', 'create', user);
    const founded = await run('member', 'add', 'hooli', 'uma');
    assert.equal(founded.stdout, 'uma is a member of hooli.\n');
    assert.match(
      founded.stderr,
      /^There was no publisher hooli, so it was founded: if that was a mistake, member remove hooli uma leaves it to nobody\.$/m,
    );
    assert.doesNotMatch((await run('member', 'add', 'hooli', 'vic')).stderr, /There was no pub/);
    await run('user', 'disable', 'vic', '--reason', 'Left.');
    const { stdout } = await run('member', 'list', 'hooli');
    assert.match(
      stdout,
      /^PUBLISHER +USER +DISABLED SINCE\nhooli +uma\nhooli +vic +\d{4}-\d\d-\d\d \d\d:\d\d UTC\n$/,
    );
    const all = await run('member', 'list');
    const { user } = await clientOf(marketplace.credentials.token).session.whoAmI.query();
    assert.match(all.stdout, new RegExp(`^local +${user?.name}$`, 'm'));
    assert.match(all.stdout, /^hooli +uma$/m);
    for (const one of ['uma', 'vic']) await run('member', 'remove', 'hooli', one);
    assert.equal((await run('member', 'list', 'hooli')).stdout, 'hooli has no members.\n');
  });

  const mistakes: [string[], RegExp][] = [
    [['token', 'create', '--user', 'ada', '--days', '366'], /^A token holds 1 to 365 days: give/],
    [['token', 'create', '--user', 'ada', '--days', 'x'], /^A token holds 1 to 365 days: give/],
    [['token', 'revoke', 'x'], /^Give the id of a token, as token list shows it\.\n$/],
    [
      ['token', 'revoke', '00000000-0000-4000-8000-000000000000'],
      /no token 00000000-\S+: list your tokens to see their ids\. Try token list --all\.\n$/,
    ],
    [
      ['token', 'list', '--user', 'nobody'],
      /There is no user nobody: check the name, or make the account first\.\n$/,
    ],
    [['user', 'create', 'bob', '--role', 'king'], /^"king" is no role: choose from member, rev/],
    [
      ['user', 'roles', 'nobody', 'member'],
      /no user nobody: check the name, or make the account first\. user create/,
    ],
    [
      ['user', 'disable', 'nobody', '--reason', 'x'],
      /There is no user nobody: check the name, or make the account/,
    ],
    [['user', 'disable', 'ada', '--reason', ' '], /^Give a reason of 1 to 500 characters\.\n$/],
    [
      ['user', 'enable', 'nobody'],
      /There is no user nobody: check the name, or make the account first\.\n$/,
    ],
    [['member', 'list', 'nowhere'], /There is no publisher nowhere: check the spelling\.\n$/],
    [['member', 'list', 'No Where'], /^"No Where" is no publisher: use lower-case letters/],
  ];
  for (const [args, sentence] of mistakes) {
    it(`refuses ${args.join(' ')} in a sentence`, async () => {
      const { code, stdout, stderr } = await run(...args);
      assert.deepEqual([code, stdout], [1, '']);
      assert.match(stderr, sentence);
    });
  }

  it('keep an admin', async () => {
    const { user } = await clientOf(marketplace.credentials.token).session.whoAmI.query();
    const { code, stderr } = await run('user', 'roles', user?.name ?? '', 'member');
    assert.equal(code, 1);
    assert.match(stderr, / is the only admin: make another one first\.\n$/);
    const disabled = await run('user', 'disable', user?.name ?? '', '--reason', 'Left.');
    assert.equal(disabled.code, 1);
    assert.match(
      disabled.stderr,
      / is the only admin: .* The command line acts as the first admin: take/,
    );
  });
});
