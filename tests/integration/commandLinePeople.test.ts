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
    assert.match(stdout, /^USER +ROLES +MEMBER OF\n/);
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
      /needs an account with the role admin, and noa has none\. Give roles with/,
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
    assert.match(heading, /^ID +USER +NAME +SCOPES +STATE +EXPIRES +LAST USED$/);
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

  const mistakes: [string[], RegExp][] = [
    [['token', 'create', '--user', 'ada', '--days', '366'], /^A token holds 1 to 365 days: give/],
    [['token', 'create', '--user', 'ada', '--days', 'x'], /^A token holds 1 to 365 days: give/],
    [['token', 'revoke', 'x'], /^Give the id of a token, as token list shows it\.\n$/],
    [
      ['token', 'revoke', '00000000-0000-4000-8000-000000000000'],
      /no token 00000000-\S+: list your tokens to see their ids\. Try token list --all\.\n$/,
    ],
    [['token', 'list', '--user', 'nobody'], /There is no user nobody: make the account first\.\n$/],
    [['user', 'create', 'bob', '--role', 'king'], /^"king" is no role: choose from member, rev/],
    [['user', 'roles', 'nobody', 'member'], /no user nobody: make the account first\. user create/],
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
  });
});
