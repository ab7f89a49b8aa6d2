import assert from 'node:assert/strict';
import { createMarketplaceClient } from '@skill-marketplace/shared/client';
import type { Scope } from '@skill-marketplace/shared/contracts';
import { ownerToken } from '../../server/src/features/accounts/owner.ts';
import { startHub, type Hub, type HubUser } from '../support/app.ts';
import { refusalOf } from './refusal.ts';

const DAY_MS = 86_400_000;
const READ: Scope[] = ['read'];

/** Whole days from now, as far as a test takes no half day. */
const daysUntil = (time: Date) => Math.round((time.getTime() - Date.now()) / DAY_MS);

describe('tokens', function () {
  this.timeout(30_000);
  let hub: Hub;
  let mia: HubUser;
  let admin: HubUser;
  before(async () => {
    hub = await startHub();
    mia = await hub.addUser('mia');
    admin = await hub.addUser('ann', {
      roles: ['member', 'admin'],
      scopes: ['read', 'rate', 'admin'],
    });
  });
  after(() => hub[Symbol.asyncDispose]());

  const clientOf = (token: string) => createMarketplaceClient({ url: hub.url, token });
  const execute = (statement: string, values: unknown[]) =>
    hub.orm.em.fork().execute(statement, values);

  it('are made for ninety days unless said otherwise, and hold at once', async () => {
    const made = await mia.client.tokens.create.mutate({
      name: 'laptop',
      scopes: ['rate', 'read'],
    });
    assert.match(made.token, /^skm_[\w-]{43}$/);
    assert.deepEqual([made.user, made.name, made.scopes], ['mia', 'laptop', ['read', 'rate']]);
    assert.equal(daysUntil(made.expiresAt), 90);
    const { user, scopes } = await clientOf(made.token).session.whoAmI.query();
    assert.deepEqual([user?.name, scopes], ['mia', ['read', 'rate']]);
    const year = await mia.client.tokens.create.mutate({
      name: 'year',
      scopes: READ,
      expiresInDays: 365,
    });
    assert.equal(daysUntil(year.expiresAt), 365);
  });

  it('are shown once: no table holds one, nor its part after the prefix', async () => {
    const { token } = await mia.client.tokens.create.mutate({ name: 'secret', scopes: READ });
    const tables = await hub.orm.em
      .fork()
      .execute<{ name: string }[]>(
        `select tablename as name from pg_tables where schemaname = 'public'`,
      );
    for (const { name } of tables) {
      const found = await execute(`select 1 from "${name}" t where to_jsonb(t)::text like ?`, [
        `%${token.slice(4)}%`,
      ]);
      assert.equal(found.length, 0, name);
    }
    const { items } = await mia.client.tokens.list.query();
    assert.ok(!JSON.stringify(items).includes(token.slice(4)));
  });

  const mistakes: [string, Record<string, unknown>, string][] = [
    ['longer than a year', { expiresInDays: 366 }, 'expiresInDays'],
    ['for no day', { expiresInDays: 0 }, 'expiresInDays'],
    ['for nothing', { scopes: [] }, 'scopes'],
    ['without a name', { name: '' }, 'name'],
  ];
  for (const [what, wrong, field] of mistakes) {
    it(`are not made ${what}`, async () => {
      const input = { name: 'wrong', scopes: READ, ...wrong };
      const failure = await refusalOf(mia.client.tokens.create.mutate(input));
      assert.deepEqual([failure.reason, failure.field], ['invalid_input', field]);
    });
  }

  it('give no more than the token that they are made with', async () => {
    const { token } = await mia.client.tokens.create.mutate({ name: 'reader', scopes: READ });
    const failure = await refusalOf(
      clientOf(token).tokens.create.mutate({ name: 'rater', scopes: ['read', 'rate'] }),
    );
    assert.deepEqual(
      [failure.reason, failure.message],
      ['not_allowed', 'Your token has no scope rate, so it cannot make one that has it.'],
    );
  });

  it('hold no longer than the one that they are made with, so that a stolen one ends', async () => {
    const short = await mia.client.tokens.create.mutate({
      name: 'short',
      scopes: READ,
      expiresInDays: 3,
    });
    const made = await clientOf(short.token).tokens.create.mutate({
      name: 'heir',
      scopes: READ,
      expiresInDays: 365,
    });
    assert.equal(made.expiresAt.getTime(), short.expiresAt.getTime());
  });

  it('give no more than the account that they are for', async () => {
    const everything = await hub.addUser('all', { scopes: ['read', 'moderate', 'admin'] });
    for (const scope of ['moderate', 'admin'] as const) {
      const failure = await refusalOf(
        everything.client.tokens.create.mutate({ name: 'more', scopes: [scope] }),
      );
      assert.equal(failure.reason, 'not_allowed');
      assert.match(
        failure.message,
        new RegExp(`^A token with the scope ${scope} needs an account`),
      );
    }
  });

  it('are made for others, seen and ended only by an admin', async () => {
    const made = await admin.client.tokens.create.mutate({
      name: 'for mia',
      scopes: READ,
      user: 'mia',
    });
    const { user } = await clientOf(made.token).session.whoAmI.query();
    assert.equal(user?.name, 'mia');
    const listed = await admin.client.tokens.list.query({ user: 'mia' });
    assert.equal(listed.items[0]?.id, made.id);
    await admin.client.tokens.revoke.mutate({ id: made.id });

    const { id } = await admin.client.tokens.create.mutate({ name: 'own', scopes: READ });
    const refused = [
      await refusalOf(mia.client.tokens.create.mutate({ name: 'x', scopes: READ, user: 'ann' })),
      await refusalOf(mia.client.tokens.list.query({ user: 'ann' })),
      await refusalOf(mia.client.tokens.list.query({ everybody: true })),
      await refusalOf(mia.client.tokens.revoke.mutate({ id })),
      await refusalOf(admin.client.tokens.list.query({ user: 'nobody' })),
    ];
    assert.deepEqual(
      refused.map(({ reason }) => reason),
      ['not_allowed', 'not_allowed', 'not_allowed', 'not_found', 'not_found'],
    );
  });

  it('are listed newest first, in pages, with the one in use and those that no longer hold', async () => {
    const lea = await hub.addUser('lea');
    const made = [];
    for (const name of ['a', 'b', 'c']) {
      made.push(await lea.client.tokens.create.mutate({ name, scopes: READ }));
    }
    await lea.client.tokens.revoke.mutate({ id: made[0]?.id ?? '' });
    await execute(`update tokens set expires_at = now() - interval '1 second' where id = ?`, [
      made[1]?.id,
    ]);
    const seen: [string, string, boolean][] = [];
    let cursor: string | undefined;
    do {
      const page = await lea.client.tokens.list.query({ limit: 1, cursor });
      assert.equal(page.items.length, 1);
      for (const { name, state, current } of page.items) seen.push([name, state, current]);
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    const [first, ...rest] = seen.toReversed();
    assert.deepEqual([first?.[1], first?.[2]], ['active', true]);
    assert.deepEqual(rest, [
      ['a', 'revoked', false],
      ['b', 'expired', false],
      ['c', 'active', false],
    ]);
  });

  it('end at once when revoked, and the same again changes nothing', async () => {
    const { id, token } = await mia.client.tokens.create.mutate({ name: 'lost', scopes: READ });
    const first = await mia.client.tokens.revoke.mutate({ id });
    const failure = await refusalOf(clientOf(token).session.whoAmI.query());
    assert.equal(failure.reason, 'signed_out');
    assert.deepEqual(await mia.client.tokens.revoke.mutate({ id }), first);
    const events = await execute(
      `select action, actor_id from audit_events where subject_id = ? order by id`,
      [id],
    );
    assert.deepEqual(events, [
      { action: 'token.create', actor_id: mia.id },
      { action: 'token.revoke', actor_id: mia.id },
    ]);
  });

  it('end themselves, and none that may do more', async () => {
    const { id, token } = await mia.client.tokens.create.mutate({ name: 'reader', scopes: READ });
    const wider = await mia.client.tokens.create.mutate({ name: 'wider', scopes: ['rate'] });
    const reader = clientOf(token);
    assert.equal(
      (await refusalOf(reader.tokens.revoke.mutate({ id: wider.id }))).reason,
      'not_allowed',
    );
    await reader.tokens.revoke.mutate({ id });
    assert.equal((await refusalOf(reader.session.whoAmI.query())).reason, 'signed_out');
  });

  it('of the owner end, with an event, when the data directory that kept them lost them', async () => {
    const { actor } = hub.owner;
    const lost = await ownerToken(hub.orm, actor, 'elsewhere', undefined);
    assert.equal(await ownerToken(hub.orm, actor, 'elsewhere', lost), lost);
    const { items } = await clientOf(lost).tokens.list.query({ limit: 1 });
    assert.deepEqual([items[0]?.current, items[0]?.expiresAt], [true, null]);
    await ownerToken(hub.orm, actor, 'elsewhere', undefined);
    assert.equal((await refusalOf(clientOf(lost).session.whoAmI.query())).reason, 'signed_out');
    const events = await execute(
      `select action, actor_id from audit_events where subject_id = ? order by id`,
      [items[0]?.id],
    );
    assert.deepEqual(events, [
      { action: 'token.create', actor_id: actor.user?.id },
      { action: 'token.revoke', actor_id: actor.user?.id },
    ]);
  });

  it('are a hundred for one account at most', async () => {
    const robot = await hub.addUser('robot');
    await execute(
      `insert into tokens (id, user_id, name, hash, scopes, created_at, expires_at)
      select gen_random_uuid(), ?, 'bulk', lpad(n::text, 64, '0'), '{read}', now(), now() + interval '1 day'
      from generate_series(1, 98) n`,
      [robot.id],
    );
    await robot.client.tokens.create.mutate({ name: 'the hundredth', scopes: READ });
    const failure = await refusalOf(robot.client.tokens.create.mutate({ name: 'x', scopes: READ }));
    assert.match(failure.message, /^robot has 100 tokens that hold already: revoke/);
  });
});
