import assert from 'node:assert/strict';
import { createMarketplaceClient, type MarketplaceClient } from '@skill-marketplace/shared/client';
import type { Scope } from '@skill-marketplace/shared/contracts';
import { ownerToken } from '../../server/src/features/accounts/owner.ts';
import { startHub, type Hub, type HubUser } from '../support/app.ts';
import { refusalOf } from './refusal.ts';

const READ: Scope[] = ['read'];

describe('tokens made with a token', function () {
  this.timeout(60_000);
  let hub: Hub;
  let mia: HubUser;
  let admin: HubUser;
  before(async () => {
    hub = await startHub();
    mia = await hub.addUser('mia');
    admin = await hub.addUser('ann', { roles: ['member', 'admin'], scopes: ['read', 'admin'] });
  });
  after(() => hub[Symbol.asyncDispose]());

  const clientOf = (token: string) => createMarketplaceClient({ url: hub.url, token });
  const execute = <Row extends object>(statement: string, values: unknown[]) =>
    hub.orm.em.fork().execute<Row[]>(statement, values);

  /** A token made with a client's own, and the client that calls with it. */
  async function make(client: MarketplaceClient, name: string, user?: string) {
    const made = await client.tokens.create.mutate({
      name,
      scopes: READ,
      ...(user !== undefined && { user }),
    });
    return { ...made, client: clientOf(made.token) };
  }

  const holds = async ({ session }: MarketplaceClient) =>
    session.whoAmI.query().then(
      () => true,
      () => false,
    );

  it('end with it, at any depth, each on record, and no other does', async () => {
    const first = await make(mia.client, 'first');
    const second = await make(first.client, 'second');
    const third = await make(second.client, 'third');
    const beside = await make(first.client, 'beside');
    const other = await make(mia.client, 'other');
    const { alsoRevoked, revokedAt } = await mia.client.tokens.revoke.mutate({ id: first.id });
    assert.equal(alsoRevoked, 3);
    for (const { client } of [first, second, third, beside]) {
      assert.equal((await refusalOf(client.session.whoAmI.query())).reason, 'signed_out');
    }
    assert.ok((await holds(other.client)) && (await holds(mia.client)));
    const events = await execute<{ subject: string; by: string; after: unknown }>(
      `select subject_id as subject, actor_id as by, after from audit_events
      where action = 'token.revoke' and subject_id in (?) order by subject_id`,
      [[first.id, second.id, third.id, beside.id]],
    );
    const at = revokedAt.toISOString();
    const expected = [
      { subject: first.id, by: mia.id, after: { revokedAt: at } },
      { subject: second.id, by: mia.id, after: { revokedAt: at, madeWith: first.id } },
      { subject: third.id, by: mia.id, after: { revokedAt: at, madeWith: second.id } },
      { subject: beside.id, by: mia.id, after: { revokedAt: at, madeWith: first.id } },
    ];
    assert.deepEqual(
      events,
      expected.toSorted((a, b) => (a.subject < b.subject ? -1 : 1)),
    );
    assert.deepEqual(await mia.client.tokens.revoke.mutate({ id: first.id }), {
      revokedAt,
      alsoRevoked: 0,
    });
  });

  it('say in the list what they were made with', async () => {
    const maker = await make(mia.client, 'maker');
    const made = await make(maker.client, 'made');
    const { items } = await mia.client.tokens.list.query({ limit: 2 });
    const { items: own } = await mia.client.tokens.list.query({ limit: 100 });
    const mine = own.find(({ current }) => current);
    assert.deepEqual(
      items.map(({ id, madeWith }) => [id, madeWith]),
      [
        [made.id, maker.id],
        [maker.id, mine?.id],
      ],
    );
    assert.equal(mine?.madeWith, null);
  });

  it('end with it also where they are of others, for whom an admin made them', async () => {
    const maker = await admin.client.tokens.create.mutate({
      name: 'maker',
      scopes: ['read', 'admin'],
    });
    const forMia = await make(clientOf(maker.token), 'for mia', 'mia');
    const ofMia = await make(forMia.client, 'of mia');
    assert.equal((await admin.client.tokens.revoke.mutate({ id: maker.id })).alsoRevoked, 2);
    assert.ok(!(await holds(forMia.client)) && !(await holds(ofMia.client)));
    assert.ok(await holds(mia.client));
  });

  it('are not told again where they had ended before', async () => {
    const maker = await make(mia.client, 'maker');
    const revoked = await make(maker.client, 'revoked');
    const expired = await make(maker.client, 'expired');
    const under = await make(revoked.client, 'under');
    await execute(`update tokens set expires_at = now() - interval '1 second' where id = ?`, [
      expired.id,
    ]);
    // By itself, as no call does it: what is below one that ended is found all the same.
    await execute(`update tokens set revoked_at = now() where id = ?`, [revoked.id]);
    assert.equal((await mia.client.tokens.revoke.mutate({ id: maker.id })).alsoRevoked, 1);
    assert.ok(!(await holds(under.client)));
  });

  it('hold no longer when they are made while it is revoked', async () => {
    const robot = await hub.addUser('robot');
    for (let round = 0; round < 15; round += 1) {
      const maker = await make(robot.client, `maker ${round}`);
      const child = await make(maker.client, `child ${round}`);
      const making = [maker.client, child.client, child.client].map((client, index) =>
        make(client, `late ${round} ${index}`),
      );
      const [ended, ...made] = await Promise.allSettled([
        robot.client.tokens.revoke.mutate({ id: maker.id }),
        ...making,
      ]);
      assert.equal(ended.status, 'fulfilled');
      for (const late of made) {
        if (late.status === 'fulfilled') assert.ok(!(await holds(late.value.client)));
      }
    }
    const left = await execute(
      `select 1 from tokens where user_id = ? and revoked_at is null and name not like 'test %'`,
      [robot.id],
    );
    assert.deepEqual(left, []);
  });

  it('end once also when two end what is above them at the same moment', async () => {
    const robot = await hub.addUser('another robot');
    for (let round = 0; round < 10; round += 1) {
      const above = await make(robot.client, 'above');
      const between = await make(above.client, 'between');
      await Promise.all([make(between.client, 'below'), make(between.client, 'below')]);
      const ended = await Promise.all(
        [above.id, between.id].map((id) => robot.client.tokens.revoke.mutate({ id })),
      );
      const [first, second] = ended.map(({ alsoRevoked }) => alsoRevoked);
      // Whoever came second found what the other had left.
      assert.ok(
        (first === 3 && second === 0) || (first === 0 && second === 2),
        `${first} ${second}`,
      );
    }
  });

  it('end with the one of a server whose data directory lost it', async () => {
    const { actor } = hub.owner;
    const lost = await ownerToken(hub.orm, actor, 'elsewhere', undefined);
    const made = await make(clientOf(lost), 'made');
    await ownerToken(hub.orm, actor, 'elsewhere', undefined);
    assert.ok(!(await holds(made.client)));
  });

  it('keep it from being deleted', async () => {
    const maker = await make(mia.client, 'maker');
    await make(maker.client, 'made');
    await assert.rejects(
      execute('delete from tokens where id = ?', [maker.id]),
      /tokens_made_with_id_foreign/,
    );
  });
});
