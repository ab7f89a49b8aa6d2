import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { chmod, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openOrm } from '@skill-marketplace/server/database';
import { createMarketplaceClient } from '@skill-marketplace/shared/client';
import { ensureOwner, isBootstrapVain } from '../../server/src/features/accounts/owner.ts';
import { hashToken } from '../../server/src/features/accounts/token.ts';
import { holderOfToken } from '../../server/src/features/accounts/tokenHolder.repository.ts';
import { cloneDatabase } from '../support/database.ts';
import { runMarketplace, startMarketplace } from '../support/marketplace.ts';
import { temporaryFolder, type TemporaryFolder } from '../support/temporaryFolder.ts';
import { exchange } from './exchange.ts';
import { refusalOf } from './refusal.ts';

const DAY_MS = 86_400_000;

describe('the first admin of a server that others reach', function () {
  this.timeout(120_000);
  let folder: TemporaryFolder;
  before(async () => (folder = await temporaryFolder('bootstrap')));
  after(() => folder[Symbol.asyncDispose]());

  async function tokenFile(name: string): Promise<{ token: string; path: string }> {
    const token = randomBytes(32).toString('hex');
    const path = join(folder.path, name);
    await writeFile(path, `${token}\n`, { mode: 0o600 });
    return { token, path };
  }

  it('comes in with the token of BOOTSTRAP_TOKEN_FILE, once', async () => {
    await using data = await temporaryFolder('data');
    await chmod(data.path, 0o755);
    const { token, path } = await tokenFile('first');
    const env = { HOST: '0.0.0.0', BOOTSTRAP_TOKEN_FILE: path };
    {
      await using marketplace = await startMarketplace({ dataDir: data.path, env });
      const client = createMarketplaceClient({ url: marketplace.url, token });
      const { user, roles } = await client.session.whoAmI.query();
      assert.deepEqual([user?.name, roles], ['admin', ['member', 'admin']]);
      const { items } = await client.tokens.list.query();
      const used = items.find(({ current }) => current);
      assert.equal(used?.name, 'bootstrap');
      const days = ((used?.expiresAt?.getTime() ?? 0) - Date.now()) / DAY_MS;
      assert.equal(Math.round(days), 90);
      assert.ok(!marketplace.output().includes(token));
      await client.accounts.create.mutate({ name: 'rae', roles: ['reviewer'] });
    }
    await rm(path);
    const other = await tokenFile('second');
    {
      // It may be gone, and another one makes no second admin.
      await using marketplace = await startMarketplace({ dataDir: data.path, env });
      const client = createMarketplaceClient({ url: marketplace.url, token });
      assert.deepEqual((await client.session.whoAmI.query()).roles, ['member', 'admin']);
    }
    await using marketplace = await startMarketplace({
      dataDir: data.path,
      env: { ...env, BOOTSTRAP_TOKEN_FILE: other.path },
    });
    assert.match(
      marketplace.output(),
      /BOOTSTRAP_TOKEN_FILE is not used: admin is an admin already/,
    );
    const client = createMarketplaceClient({ url: marketplace.url, token: other.token });
    assert.equal((await refusalOf(client.session.whoAmI.query())).reason, 'signed_out');
    const first = createMarketplaceClient({ url: marketplace.url, token });
    const { items } = await first.tokens.list.query();
    await first.tokens.revoke.mutate({ id: items.find(({ current }) => current)?.id ?? '' });
    assert.equal((await refusalOf(first.session.whoAmI.query())).reason, 'signed_out');
  });

  it('is one, with one token, also when several servers of one database start at the same moment', async () => {
    await using database = await cloneDatabase();
    const servers = await Promise.all(
      Array.from({ length: 4 }, () => openOrm({ url: database.url })),
    );
    try {
      const { path } = await tokenFile('shared');
      await Promise.all(servers.map((orm) => ensureOwner(orm, false, path)));
      const [orm] = servers;
      const counts = await orm?.em.fork().execute(
        `select (select count(*)::int from users) as users, (select count(*)::int from tokens) as tokens,
           (select count(*)::int from audit_events) as events`,
      );
      assert.deepEqual(counts, [{ users: 1, tokens: 1, events: 2 }]);
    } finally {
      await Promise.all(servers.map((orm) => orm.close(true)));
    }
  });

  it('is an account of its own, whatever became of the one before: a disabled admin stays that', async () => {
    await using database = await cloneDatabase();
    const orm = await openOrm(database.address);
    try {
      const first = await tokenFile('before');
      const admin = await ensureOwner(orm, false, first.path);
      // No call does that to the last admin; whoever has the database can.
      await orm.em
        .fork()
        .execute(`update users set disabled_at = now(), disabled_reason = 'Left.'`);
      await assert.rejects(
        ensureOwner(orm, false, first.path),
        /^StartupFailure: BOOTSTRAP_TOKEN_FILE is not usable: its token was used before, .* put another/,
      );
      const second = await tokenFile('after');
      const another = await ensureOwner(orm, false, second.path);
      assert.deepEqual([admin.user?.name, another.user?.name], ['admin', 'admin-2']);
      assert.deepEqual(another.roles, ['member', 'admin']);
      assert.deepEqual(await ensureOwner(orm, false, second.path), another);
      const holders = await Promise.all(
        [first, second].map(({ token }) => holderOfToken(orm.em.fork(), hashToken(token))),
      );
      assert.deepEqual(
        holders.map((holder) => holder?.actor.user?.name),
        [undefined, 'admin-2'],
      );
    } finally {
      await orm.close(true);
    }
  });

  it('keeps no server from starting with a file that nobody needs any more', async () => {
    await using database = await cloneDatabase();
    const orm = await openOrm(database.address);
    try {
      const { path } = await tokenFile('emptied');
      await ensureOwner(orm, false, path);
      assert.equal(await isBootstrapVain(orm, path), false);
      await writeFile(path, '');
      await ensureOwner(orm, false, path);
      assert.equal(await isBootstrapVain(orm, path), true);
    } finally {
      await orm.close(true);
    }
  });

  it('is told once that others may read the file, as of a secret that Docker mounts', async () => {
    const { token, path } = await tokenFile('mounted');
    const env = { HOST: '0.0.0.0', BOOTSTRAP_TOKEN_FILE: path };
    const warnings = (output: string) => output.match(/Others may read \S+mounted/g)?.length ?? 0;
    {
      await using closed = await startMarketplace({ env });
      assert.equal(warnings(closed.output()), 0);
    }
    await chmod(path, 0o444);
    await using marketplace = await startMarketplace({ env });
    assert.equal(warnings(marketplace.output()), 1);
    assert.match(marketplace.output(), /mounted \(BOOTSTRAP_TOKEN_FILE\): where anybody but/);
    const client = createMarketplaceClient({ url: marketplace.url, token });
    assert.equal((await client.session.whoAmI.query()).user?.name, 'admin');
  });

  it('comes in also when the command line was there before the server', async () => {
    await using data = await temporaryFolder('data');
    await chmod(data.path, 0o755);
    const { token, path } = await tokenFile('earlier');
    const env = { HOST: '0.0.0.0', BOOTSTRAP_TOKEN_FILE: path };
    const on = { dataDir: data.path, stateHome: data.path };
    const { stdout } = await runMarketplace(['user', 'list'], on, env);
    assert.match(stdout, /^USER +ROLES +MEMBER OF +DISABLED SINCE\nadmin +member,admin\n$/);
    await using marketplace = await startMarketplace({ dataDir: data.path, env });
    const client = createMarketplaceClient({ url: marketplace.url, token });
    assert.equal((await client.session.whoAmI.query()).user?.name, 'admin');
  });

  it('is what a start asks for in a sentence when the file is no use', async () => {
    await using data = await temporaryFolder('data');
    await chmod(data.path, 0o755);
    const path = join(folder.path, 'none');
    const { code, stderr } = await runMarketplace(
      ['user', 'list'],
      { dataDir: data.path, stateHome: data.path },
      { HOST: '0.0.0.0', BOOTSTRAP_TOKEN_FILE: path },
    );
    assert.equal(code, 1);
    assert.match(stderr, /\nBOOTSTRAP_TOKEN_FILE is not usable: there is no file \S+none\.\n$/);
  });

  it('is its owner where only this machine reaches it, whatever the file says', async () => {
    const { token, path } = await tokenFile('local');
    await using marketplace = await startMarketplace({ env: { BOOTSTRAP_TOKEN_FILE: path } });
    const client = createMarketplaceClient({ url: marketplace.url, token });
    assert.equal((await refusalOf(client.session.whoAmI.query())).reason, 'signed_out');
    assert.match(marketplace.output(), /BOOTSTRAP_TOKEN_FILE is not used: only this machine/);
  });
});

describe('a server behind a proxy that it does not trust', function () {
  this.timeout(120_000);
  const warnings = (output: string) => output.match(/set TRUST_PROXY to the number/g)?.length ?? 0;

  it('warns at start when it has a public address', async () => {
    const env = { PUBLIC_URL: 'https://skills.acme.example' };
    await using told = await startMarketplace({ env });
    assert.equal(warnings(told.output()), 1);
    await using settled = await startMarketplace({ env: { ...env, TRUST_PROXY: 'loopback' } });
    assert.equal(warnings(settled.output()), 0);
  });

  it('warns once when requests are forwarded to it', async () => {
    await using marketplace = await startMarketplace();
    const forward = (headers: Record<string, string>) =>
      exchange(`${marketplace.url}/`, { headers });
    await forward({});
    assert.equal(warnings(marketplace.output()), 0);
    await forward({ 'x-forwarded-for': '10.0.0.9' });
    await forward({ forwarded: 'for=10.0.0.9' });
    await marketplace.stop();
    assert.equal(warnings(marketplace.output()), 1);
  });
});
