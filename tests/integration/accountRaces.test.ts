import assert from 'node:assert/strict';
import { failureOf } from '@skill-marketplace/shared/client';
import { lockInTransaction } from '../../server/src/database/advisoryLock.ts';
import { startHub, type Hub, type HubUser } from '../support/app.ts';
import { refusalOf } from './refusal.ts';
import { untilOneWaits } from './whileHeld.ts';

const DISABLE = `update users set disabled_at = now(), disabled_reason = 'Stole.' where id = ?`;
const REVOKE = `update tokens set revoked_at = now() where user_id = ?`;
const DEMOTE = `update users set roles = '{member}' where id = ?`;

describe('changes of accounts and tokens at the same moment', function () {
  this.timeout(60_000);

  it('wait for each other, and never in a circle', async () => {
    await using hub = await startHub();
    const { accounts, tokens } = hub.ownerClient;
    const people = await Promise.all(
      Array.from({ length: 6 }, (_, index) =>
        hub.addUser(
          `person ${index}`,
          index % 2 === 0 ? { roles: ['member', 'admin'], scopes: ['read', 'admin'] } : {},
        ),
      ),
    );
    const ways: ((name: string, own: HubUser) => Promise<unknown>)[] = [
      (name) => accounts.disable.mutate({ name, reason: 'Left.', revokeTokens: name > 'person 3' }),
      (name) => accounts.enable.mutate({ name }),
      (user) => tokens.create.mutate({ name: 'made', scopes: ['read'], user }),
      (user, { client }) => client.tokens.create.mutate({ name: 'made', scopes: ['read'], user }),
      (_, { client }) => client.tokens.create.mutate({ name: 'own', scopes: ['read'] }),
      (name, { client }) => client.accounts.setRoles.mutate({ name, roles: ['admin'] }),
      async (user) => {
        const { items } = await tokens.list.query({ user });
        await Promise.all(items.slice(0, 3).map(({ id }) => tokens.revoke.mutate({ id })));
      },
    ];
    const calls = Array.from({ length: 420 }, async (_, index) => {
      const [named, own] = [people[(index * 5) % 6], people[(index * 7 + 1) % 6]];
      const way = ways[index % ways.length];
      assert.ok(named && own && way);
      await way(named.name, own);
    });
    const reasons = (await Promise.allSettled(calls)).map((outcome) =>
      outcome.status === 'fulfilled' ? 'done' : (failureOf(outcome.reason)?.reason ?? 'unknown'),
    );
    const known = ['done', 'not_allowed', 'signed_out'];
    assert.deepEqual([...new Set(reasons)].sort(), known);
  });
});

describe('an admin who loses everything while a call waits', function () {
  this.timeout(60_000);
  let hub: Hub;
  let eve: HubUser;
  let count = 0;
  before(async () => (hub = await startHub()));
  after(() => hub[Symbol.asyncDispose]());
  beforeEach(async () => {
    count += 1;
    eve = await hub.addUser(`eve ${count}`, {
      roles: ['member', 'admin'],
      scopes: ['read', 'admin'],
    });
  });

  const rows = (statement: string, values: unknown[] = []) =>
    hub.orm.em.fork().execute<object[]>(statement, values);

  /** The refusal of a call of eve's that came while somebody else took her rights, and so waited for that. */
  async function refusedDuring(statement: string, call: () => Promise<unknown>) {
    let refused: ReturnType<typeof refusalOf> | undefined;
    await hub.orm.em.fork().transactional(async (em) => {
      await lockInTransaction(em, 'accounts', 'alone');
      await em.execute(statement, [eve.id]);
      refused = refusalOf(call());
      refused.catch(() => {});
      await untilOneWaits(hub, 'advisory');
    });
    return refused;
  }

  it('does not enable her own account again', async () => {
    const refusal = await refusedDuring(DISABLE, () =>
      eve.client.accounts.enable.mutate({ name: eve.name }),
    );
    assert.deepEqual(
      [refusal?.reason, refusal?.message],
      ['not_allowed', 'You are no admin any more.'],
    );
    const disabled = await rows(`select 1 from users where id = ? and disabled_at is not null`, [
      eve.id,
    ]);
    assert.equal(disabled.length, 1);
  });

  it('does not take the role back', async () => {
    const refusal = await refusedDuring(DEMOTE, () =>
      eve.client.accounts.setRoles.mutate({ name: eve.name, roles: ['admin'] }),
    );
    assert.equal(refusal?.reason, 'not_allowed');
    assert.deepEqual(await rows(`select roles from users where id = ?`, [eve.id]), [
      { roles: ['member'] },
    ]);
  });

  it('disables nobody, and makes no account', async () => {
    const name = hub.owner.actor.user?.name ?? '';
    const calls = [
      () => eve.client.accounts.disable.mutate({ name, reason: 'Revenge.' }),
      () => eve.client.accounts.create.mutate({ name: 'sleeper', roles: ['admin'] }),
    ];
    for (const call of calls) {
      assert.equal((await refusedDuring(DISABLE, call))?.reason, 'not_allowed');
      await rows(`update users set disabled_at = null, disabled_reason = null where id = ?`, [
        eve.id,
      ]);
    }
  });

  it('makes no token of an accomplice, which nobody would have counted', async () => {
    const accomplice = await hub.addUser(`accomplice ${count}`);
    const refusal = await refusedDuring(DISABLE, () =>
      eve.client.tokens.create.mutate({ name: 'heir', scopes: ['read'], user: accomplice.name }),
    );
    assert.equal(refusal?.reason, 'signed_out');
    assert.deepEqual(await rows(`select 1 from tokens where name = 'heir'`), []);
  });

  it('makes no token of an accomplice, or of the owner, when it is the role that she lost', async () => {
    const accomplice = await hub.addUser(`accomplice ${count}`);
    for (const user of [accomplice.name, hub.owner.actor.user?.name ?? '']) {
      await rows(`update users set roles = '{member,admin}' where id = ?`, [eve.id]);
      const refusal = await refusedDuring(DEMOTE, () =>
        eve.client.tokens.create.mutate({ name: 'heir', scopes: ['read'], user }),
      );
      assert.equal(refusal?.reason, 'not_allowed');
    }
    assert.deepEqual(await rows(`select 1 from tokens where name = 'heir'`), []);
  });

  it('makes no account with a token that was revoked', async () => {
    const refusal = await refusedDuring(REVOKE, () =>
      eve.client.accounts.create.mutate({ name: 'sleeper', roles: ['admin'] }),
    );
    assert.equal(refusal?.reason, 'not_allowed');
    assert.deepEqual(await rows(`select 1 from users where name = 'sleeper'`), []);
  });

  it('has no token made for her by somebody else meanwhile', async () => {
    const refusal = await refusedDuring(DISABLE, () =>
      hub.ownerClient.tokens.create.mutate({ name: 'gift', scopes: ['read'], user: eve.name }),
    );
    assert.equal(
      refusal?.message,
      `The account ${eve.name} is disabled, so it gets no token: enable it first.`,
    );
    assert.deepEqual(await rows(`select 1 from tokens where name = 'gift'`), []);
  });
});
