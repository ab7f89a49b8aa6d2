import assert from 'node:assert/strict';
import type { Role } from '@skill-marketplace/shared/contracts';
import { startHub, type Hub } from '../support/app.ts';
import { refusalOf } from './refusal.ts';

describe('accounts', function () {
  this.timeout(30_000);
  let hub: Hub;
  before(async () => (hub = await startHub()));
  after(() => hub[Symbol.asyncDispose]());

  it('are made with roles, once under one name', async () => {
    const made = await hub.ownerClient.accounts.create.mutate({ name: 'rae', roles: ['reviewer'] });
    assert.deepEqual([made.name, made.roles, made.publishers], ['rae', ['member', 'reviewer'], []]);
    const failure = await refusalOf(hub.ownerClient.accounts.create.mutate({ name: 'rae' }));
    assert.deepEqual(
      [failure.reason, failure.field, failure.message],
      ['invalid_input', 'name', 'There is an account named rae already.'],
    );
  });

  it('have one name in whatever case, by which they are found', async () => {
    await hub.addUser('Noa');
    for (const name of ['Noa', 'noa', 'NOA']) {
      const failure = await refusalOf(hub.ownerClient.accounts.create.mutate({ name }));
      assert.deepEqual(
        [failure.reason, failure.field, failure.message],
        ['invalid_input', 'name', 'There is an account named Noa already.'],
      );
    }
    await hub.ownerClient.accounts.create.mutate({ name: 'Émile' });
    assert.equal(
      (await refusalOf(hub.ownerClient.accounts.create.mutate({ name: 'émile' }))).reason,
      'invalid_input',
    );
    const { accounts, tokens, agents, audit } = hub.ownerClient;
    assert.equal((await accounts.setRoles.mutate({ name: 'nOA', roles: [] })).name, 'Noa');
    const { user } = await tokens.create.mutate({ name: 'x', scopes: ['read'], user: 'noa' });
    assert.equal(user, 'Noa');
    assert.equal((await tokens.list.query({ user: 'NOA', limit: 100 })).items.length, 2);
    assert.deepEqual(await agents.list.query({ owner: 'noa' }), []);
    const owner = hub.owner.actor.user?.name ?? '';
    const inCapitals = { actor: owner.toUpperCase(), action: 'user.create', limit: 1 };
    const { items } = await audit.list.query(inCapitals);
    assert.deepEqual(
      items.map(({ actor, after }) => [actor?.name, after]),
      [[owner, { name: 'Émile', roles: ['member'] }]],
    );
  });

  it('have one name however its letters are written in Unicode', async () => {
    const { name } = await hub.ownerClient.accounts.create.mutate({ name: 'Zoe\u0301' });
    assert.equal(name, 'Zo\u00E9');
    for (const twin of ['Zo\u00E9', 'zoe\u0301']) {
      const failure = await refusalOf(hub.ownerClient.accounts.create.mutate({ name: twin }));
      assert.equal(failure.reason, 'invalid_input');
    }
  });

  it('have a name of which all is seen, so that nobody adds to that of another what only programs see', async () => {
    await hub.addUser('Ned');
    for (const name of ['Ned\uFE0F', 'Ned\u034F', 'N\u200Bed', '\u3164']) {
      const failure = await refusalOf(hub.ownerClient.accounts.create.mutate({ name }));
      assert.deepEqual([failure.reason, failure.field], ['invalid_input', 'name']);
    }
  });

  it('are not taken for the caller whose name JavaScript alone holds for the same', async () => {
    // A last sigma has a form of its own, which JavaScript writes in small letters and PostgreSQL does not.
    await hub.ownerClient.accounts.create.mutate({ name: 'ΑΣ' });
    const { client } = await hub.addUser('ας', { roles: ['admin'], scopes: ['read', 'admin'] });
    const made = await client.tokens.create.mutate({ name: 'x', scopes: ['read'], user: 'ΑΣ' });
    assert.equal(made.user, 'ΑΣ');
  });

  it('look after their own tokens under their name in whatever case', async () => {
    const { client } = await hub.addUser('Kai');
    const { items } = await client.tokens.list.query({ user: 'kai' });
    assert.equal(items.length, 1);
  });

  it('are made once also when asked for at the same moment', async () => {
    const made = await Promise.allSettled(
      Array.from({ length: 8 }, (_, index) =>
        hub.ownerClient.accounts.create.mutate({ name: index % 2 === 0 ? 'twin' : 'Twin' }),
      ),
    );
    assert.equal(made.filter(({ status }) => status === 'fulfilled').length, 1);
  });

  it('are listed by name in pages, also those of one role', async () => {
    for (const name of ['ada', 'bob']) await hub.addUser(name, { publishers: ['acme'] });
    const names: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await hub.ownerClient.accounts.list.query({ limit: 2, cursor });
      names.push(...page.items.map(({ name }) => name));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    assert.deepEqual([...names].sort(), names);
    assert.ok(names.includes('ada') && names.includes('bob'));
    const { items } = await hub.ownerClient.accounts.list.query({ role: 'reviewer' });
    assert.deepEqual(
      items.map(({ name }) => name),
      ['rae'],
    );
    const all = await hub.ownerClient.accounts.list.query({ limit: 100 });
    assert.deepEqual(all.items.find(({ name }) => name === 'ada')?.publishers, ['acme']);
  });

  it('change what they may do at once, with the tokens that they have', async () => {
    const kim = await hub.addUser('kim', { scopes: ['read', 'moderate', 'admin'] });
    const setRoles = (roles: Role[]) =>
      hub.ownerClient.accounts.setRoles.mutate({ name: 'kim', roles });
    assert.equal((await refusalOf(kim.client.accounts.list.query())).reason, 'not_allowed');
    assert.deepEqual((await setRoles(['admin'])).roles, ['member', 'admin']);
    await kim.client.accounts.list.query();
    assert.deepEqual((await setRoles([])).roles, ['member']);
    const failure = await refusalOf(kim.client.accounts.list.query());
    assert.equal(failure.message, 'Your account may not do this: it needs the role admin.');
    const events = await hub.orm.em
      .fork()
      .execute(
        `select before, after from audit_events where action = 'user.setRoles' and subject_id = ? order by id`,
        [kim.id],
      );
    assert.deepEqual(events, [
      { before: { roles: ['member'] }, after: { roles: ['member', 'admin'] } },
      { before: { roles: ['member', 'admin'] }, after: { roles: ['member'] } },
    ]);
  });

  it('say when there is nobody of that name', async () => {
    const failure = await refusalOf(
      hub.ownerClient.accounts.setRoles.mutate({ name: 'nobody', roles: [] }),
    );
    assert.deepEqual(
      [failure.reason, failure.message],
      ['not_found', 'There is no user nobody: check the name, or make the account first.'],
    );
  });

  it('keep one admin, also when two take the role from each other at the same moment', async () => {
    await using other = await startHub();
    const ownerName = other.owner.actor.user?.name ?? '';
    const alone = await refusalOf(
      other.ownerClient.accounts.setRoles.mutate({ name: ownerName, roles: [] }),
    );
    assert.deepEqual(
      [alone.reason, alone.message],
      ['not_allowed', `${ownerName} is the only admin: make another one first.`],
    );
    for (let round = 0; round < 5; round += 1) {
      const name = `admin ${round}`;
      const second = await other.addUser(name, {
        roles: ['member', 'admin'],
        scopes: ['read', 'admin'],
      });
      await Promise.allSettled([
        other.ownerClient.accounts.setRoles.mutate({ name, roles: [] }),
        second.client.accounts.setRoles.mutate({ name: ownerName, roles: [] }),
      ]);
      const left = await other.orm.em
        .fork()
        .execute<{ name: string }[]>(`select name from users where 'admin' = any(roles)`);
      assert.ok(left.length > 0, 'nobody is an admin any more');
      // Back to where the next round starts.
      await other.orm.em
        .fork()
        .execute(`update users set roles = '{member,admin}' where name = ?`, [ownerName]);
      await other.orm.em
        .fork()
        .execute(`update users set roles = '{member}' where name = ?`, [name]);
    }
  });
});
