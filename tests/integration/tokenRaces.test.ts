import assert from 'node:assert/strict';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import type { IncomingMessage } from 'node:http';
import { createMarketplaceClient } from '@skill-marketplace/shared/client';
import { startHub, type Hub, type HubUser } from '../support/app.ts';
import { eventually } from '../support/eventually.ts';
import { refusalOf } from './refusal.ts';

describe('a call whose caller loses rights while it is under way', function () {
  this.timeout(60_000);
  let hub: Hub;
  before(async () => (hub = await startHub()));
  after(() => hub[Symbol.asyncDispose]());

  const rowsOf = (statement: string, values: unknown[]) =>
    hub.orm.em.fork().execute(statement, values);

  /** Begins a mutation, and ends it with its input once the server knows who calls and `meanwhile` has come to pass. */
  async function slowly(
    { id, token }: Pick<HubUser, 'id' | 'token'>,
    procedure: string,
    input: unknown,
    meanwhile: () => Promise<unknown>,
  ): Promise<{ status: number; body: string }> {
    const body = JSON.stringify({ json: input });
    const answered = Promise.withResolvers<IncomingMessage>();
    const outgoing = request(`${hub.url}/trpc/${procedure}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'content-length': body.length,
      },
      agent: false,
    });
    outgoing.on('response', answered.resolve).on('error', answered.reject);
    outgoing.write(body.slice(0, 1));
    await eventually(async () => {
      const used = await rowsOf(
        `select 1 from tokens where user_id = ? and last_used_at is not null`,
        [id],
      );
      assert.equal(used.length, 1);
    });
    await meanwhile();
    outgoing.end(body.slice(1));
    const incoming = await answered.promise;
    return { status: incoming.statusCode ?? 0, body: await text(incoming) };
  }

  /** Lets a token end soon, and waits until it has. */
  async function outlive({ id, token }: Pick<HubUser, 'id' | 'token'>): Promise<void> {
    await rowsOf(`update tokens set expires_at = now() + interval '1500 ms' where user_id = ?`, [
      id,
    ]);
    const { session } = createMarketplaceClient({ url: hub.url, token });
    await eventually(async () =>
      assert.equal((await refusalOf(session.whoAmI.query())).reason, 'signed_out'),
    );
  }

  it('makes no token after its own has ended', async () => {
    const mia = await hub.addUser('mia');
    const { status } = await slowly(mia, 'tokens.create', { name: 'heir', scopes: ['read'] }, () =>
      outlive(mia),
    );
    assert.equal(status, 401);
    const made = await rowsOf(`select 1 from tokens where name = 'heir'`, []);
    assert.deepEqual(made, []);
  });

  it('changes nothing after its account was disabled', async () => {
    const noa = await hub.addUser('noa');
    const other = await hub.addUser('a third');
    const input = { name: 'heir', scopes: ['read'] };
    const { status } = await slowly(noa, 'tokens.create', input, async () => {
      await hub.ownerClient.accounts.disable.mutate({ name: 'noa', reason: 'Left.' });
      await outlive(other);
    });
    assert.equal(status, 401);
    assert.deepEqual(await rowsOf(`select 1 from tokens where name = 'heir'`, []), []);
  });

  it('gives nobody back the role that its caller has lost', async () => {
    const ann = await hub.addUser('ann', {
      roles: ['member', 'admin'],
      scopes: ['read', 'admin'],
    });
    const other = await hub.addUser('other');
    const { status } = await slowly(
      ann,
      'accounts.setRoles',
      { name: 'ann', roles: ['admin'] },
      async () => {
        await hub.ownerClient.accounts.setRoles.mutate({ name: 'ann', roles: [] });
        await outlive(other);
      },
    );
    assert.equal(status, 403);
    assert.deepEqual(await rowsOf(`select roles from users where name = 'ann'`, []), [
      { roles: ['member'] },
    ]);
  });

  it('is answered as ever while nothing has changed', async () => {
    const kim = await hub.addUser('kim');
    const other = await hub.addUser('another');
    const { status } = await slowly(kim, 'tokens.create', { name: 'own', scopes: ['read'] }, () =>
      outlive(other),
    );
    assert.equal(status, 200);
  });
});

describe('the tokens of one account', function () {
  this.timeout(60_000);

  it('are a hundred at most also when many are made at the same moment', async () => {
    await using hub = await startHub();
    const robot = await hub.addUser('robot');
    await hub.orm.em.fork().execute(
      `insert into tokens (id, user_id, name, hash, scopes, created_at, expires_at)
      select gen_random_uuid(), ?, 'bulk', lpad(n::text, 64, '0'), '{read}', now(), now() + interval '1 day'
      from generate_series(1, 97) n`,
      [robot.id],
    );
    const made = await Promise.allSettled(
      Array.from({ length: 10 }, () =>
        robot.client.tokens.create.mutate({ name: 'more', scopes: ['read'] }),
      ),
    );
    assert.equal(made.filter(({ status }) => status === 'fulfilled').length, 2);
  });
});
