import assert from 'node:assert/strict';
import { createMarketplaceClient } from '@skill-marketplace/shared/client';
import { startHub, type Hub, type HubUser } from '../support/app.ts';
import { skillText } from '../support/skillFolder.ts';
import { refusalOf } from './refusal.ts';

const SKILL = 'acme/deploy';
const REASON = 'Left in November.';

describe('a disabled account', function () {
  this.timeout(60_000);
  let hub: Hub;
  let noa: HubUser;

  beforeEach(async () => {
    hub = await startHub();
    await hub.importFiles({ 'deploy/SKILL.md': skillText({ name: 'deploy' }) });
    noa = await hub.addUser('noa', { publishers: ['globex'] });
  });
  afterEach(() => hub[Symbol.asyncDispose]());

  const disable = (name = 'noa') =>
    hub.ownerClient.accounts.disable.mutate({ name, reason: REASON });
  const enable = (name = 'noa') => hub.ownerClient.accounts.enable.mutate({ name });
  const rows = (statement: string, values: unknown[] = []) =>
    hub.orm.em.fork().execute<object[]>(statement, values);

  it('may do nothing from then on, with none of its tokens, wherever it calls', async () => {
    const { token } = await noa.client.tokens.create.mutate({ name: 'other', scopes: ['read'] });
    const { bundleUrl } = await noa.client.installs.plan.query({ skillId: SKILL });
    await noa.client.agents.register.mutate({ id: 'helper', maturity: 'autonomous' });
    await disable();
    const refused = [
      await refusalOf(noa.client.session.whoAmI.query()),
      await refusalOf(noa.client.skills.search.query({})),
      await refusalOf(noa.client.ratings.rate.mutate({ skillId: SKILL, rating: 1 })),
      await refusalOf(noa.client.installs.install.mutate({ skillId: SKILL, agentId: 'helper' })),
      await refusalOf(noa.client.tokens.create.mutate({ name: 'heir', scopes: ['read'] })),
      await refusalOf(createMarketplaceClient({ url: hub.url, token }).session.whoAmI.query()),
    ];
    assert.deepEqual(
      refused.map(({ reason }) => reason),
      refused.map(() => 'signed_out'),
    );
    assert.match(refused[0]?.message ?? '', /or its account is disabled: sign in again\.$/);
    const bundle = await fetch(`${hub.url}${bundleUrl}`, {
      headers: { authorization: `Bearer ${noa.token}` },
    });
    assert.equal(bundle.status, 401);
  });

  it('gets no token, and says so to the admin who wants to make one', async () => {
    await disable();
    const failure = await refusalOf(
      hub.ownerClient.tokens.create.mutate({ name: 'x', scopes: ['read'], user: 'noa' }),
    );
    assert.deepEqual(
      [failure.reason, failure.message],
      ['not_allowed', 'The account noa is disabled, so it gets no token: enable it first.'],
    );
  });

  it('is listed with when and why, and its tokens as suspended', async () => {
    const disabled = await disable();
    assert.deepEqual([disabled.name, disabled.disabledReason], ['noa', REASON]);
    const { items } = await hub.ownerClient.accounts.list.query({ limit: 100 });
    assert.deepEqual(
      new Map(items.map(({ name, disabledAt }) => [name, disabledAt])),
      new Map([
        [hub.owner.actor.user?.name, null],
        ['noa', disabled.disabledAt],
      ]),
    );
    const { items: tokens } = await hub.ownerClient.tokens.list.query({ user: 'noa' });
    assert.deepEqual(
      tokens.map(({ state }) => state),
      ['suspended'],
    );
    const { items: members } = await hub.ownerClient.publishers.members.query({
      publisher: 'globex',
    });
    assert.deepEqual(members, [
      { publisher: 'globex', user: 'noa', disabledAt: disabled.disabledAt },
    ]);
  });

  it('keeps what it said: its ratings stay and count', async () => {
    await noa.client.ratings.rate.mutate({ skillId: SKILL, rating: 2, comment: 'Rough.' });
    await disable();
    const { items } = await hub.client.ratings.list.query({ skillId: SKILL });
    assert.deepEqual(
      items.map(({ userName, rating }) => [userName, rating]),
      [['noa', 2]],
    );
    const { averageRating, ratingCount } = await hub.client.skills.byId.query({ id: SKILL });
    assert.deepEqual([averageRating, ratingCount], [2, 1]);
  });

  it('is as before when it is enabled again, with the tokens that have not ended meanwhile', async () => {
    const ended = await noa.client.tokens.create.mutate({ name: 'ended', scopes: ['read'] });
    await disable();
    await hub.ownerClient.tokens.revoke.mutate({ id: ended.id });
    const enabled = await enable();
    assert.deepEqual([enabled.disabledAt, enabled.disabledReason], [null, null]);
    const { user, publishers } = await noa.client.session.whoAmI.query();
    assert.deepEqual([user?.name, publishers], ['noa', [{ name: 'globex' }]]);
    const lost = createMarketplaceClient({ url: hub.url, token: ended.token });
    assert.equal((await refusalOf(lost.session.whoAmI.query())).reason, 'signed_out');
  });

  it('is on record, once each time, with the reason', async () => {
    const { disabledAt } = await disable();
    const again = await hub.ownerClient.accounts.disable.mutate({ name: 'noa', reason: 'Again.' });
    assert.deepEqual([again.disabledAt, again.disabledReason], [disabledAt, REASON]);
    await enable();
    await enable();
    const events = await rows(
      `select action, actor_id as by, before, after from audit_events
      where subject_id = ? and action in ('user.disable', 'user.enable') order by id`,
      [noa.id],
    );
    const by = hub.owner.actor.user?.id;
    const told = { disabledAt: disabledAt?.toISOString(), reason: REASON };
    assert.deepEqual(events, [
      { action: 'user.disable', by, before: null, after: told },
      { action: 'user.enable', by, before: told, after: null },
    ]);
  });

  it('is nobody who does it, nor the last admin, nor somebody who is not there', async () => {
    const owner = hub.owner.actor.user?.name ?? '';
    const alone = await refusalOf(disable(owner));
    assert.deepEqual(
      [alone.reason, alone.message],
      ['not_allowed', `${owner} is the only admin: make another one first.`],
    );
    await hub.ownerClient.accounts.setRoles.mutate({ name: 'noa', roles: ['admin'] });
    const self = await refusalOf(disable(owner));
    assert.equal(self.message, `You are ${owner}, and nobody disables themselves.`);
    assert.equal((await refusalOf(disable('nobody'))).reason, 'not_found');
    assert.equal((await refusalOf(enable('nobody'))).reason, 'not_found');
    const empty = await refusalOf(
      hub.ownerClient.accounts.disable.mutate({ name: 'noa', reason: ' ' }),
    );
    assert.deepEqual([empty.reason, empty.field], ['invalid_input', 'reason']);
  });

  it('counts as no admin, so that the one who is left keeps the role', async () => {
    const owner = hub.owner.actor.user?.name ?? '';
    await hub.ownerClient.accounts.setRoles.mutate({ name: 'noa', roles: ['admin'] });
    await disable();
    const failure = await refusalOf(
      hub.ownerClient.accounts.setRoles.mutate({ name: owner, roles: [] }),
    );
    assert.equal(failure.message, `${owner} is the only admin: make another one first.`);
  });

  it('leaves an enabled admin also when two disable each other at the same moment', async () => {
    const owner = hub.owner.actor.user?.name ?? '';
    for (let round = 0; round < 5; round += 1) {
      const name = `admin ${round}`;
      const second = await hub.addUser(name, {
        roles: ['member', 'admin'],
        scopes: ['read', 'admin'],
      });
      await Promise.allSettled([
        disable(name),
        second.client.accounts.disable.mutate({ name: owner, reason: REASON }),
      ]);
      const left = await rows(
        `select 1 from users where 'admin' = any(roles) and disabled_at is null`,
      );
      assert.equal(left.length, 1);
      // Back to where the next round starts.
      await rows(`update users set disabled_at = null, disabled_reason = null where name = ?`, [
        owner,
      ]);
      await rows(`update users set roles = '{member}' where name = ?`, [name]);
    }
  });

  it('says how many tokens of others were made with its tokens, which end with those for good', async () => {
    const ann = await hub.addUser('ann', { roles: ['admin'], scopes: ['read', 'admin'] });
    const made = await ann.client.tokens.create.mutate({
      name: 'for noa',
      scopes: ['read'],
      user: 'noa',
    });
    const { accounts } = hub.ownerClient;
    const demoted = await accounts.setRoles.mutate({ name: 'ann', roles: [] });
    assert.deepEqual([demoted.roles, demoted.tokensMadeForOthers], [['member'], 1]);
    assert.equal((await disable('ann')).tokensMadeForOthers, 1);
    const { session } = createMarketplaceClient({ url: hub.url, token: made.token });
    assert.equal((await session.whoAmI.query()).user?.name, 'noa');
    const last = await accounts.disable.mutate({
      name: 'ann',
      reason: 'Again.',
      revokeTokens: true,
    });
    assert.deepEqual([last.tokensMadeForOthers, last.disabledReason], [0, REASON]);
    assert.equal((await refusalOf(session.whoAmI.query())).reason, 'signed_out');
    await enable('ann');
    assert.equal((await refusalOf(ann.client.session.whoAmI.query())).reason, 'signed_out');
  });

  it('ends for good, also what is made with its tokens at the same moment', async () => {
    for (let round = 0; round < 10; round += 1) {
      const name = `robot ${round}`;
      const robot = await hub.addUser(name);
      const made = Array.from({ length: 4 }, () =>
        robot.client.tokens.create.mutate({ name: 'late', scopes: ['read'] }),
      );
      const [disabled] = await Promise.allSettled([
        hub.ownerClient.accounts.disable.mutate({ name, reason: REASON, revokeTokens: true }),
        ...made,
      ]);
      assert.equal(disabled.status, 'fulfilled');
      assert.deepEqual(
        await rows(`select 1 from tokens where user_id = ? and revoked_at is null`, [robot.id]),
        [],
      );
    }
  });
});
