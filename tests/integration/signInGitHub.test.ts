import assert from 'node:assert/strict';
import { createMarketplaceClient } from '@skill-marketplace/shared/client';
import { startHub, type Hub } from '../support/app.ts';
import { eventually } from '../support/eventually.ts';
import { GITHUB_APP, startGitHub, type GitHubServer } from '../support/signIn/gitHubServer.ts';
import { signInBy } from '../support/signIn/signInConfigs.ts';
import { refusalOf } from './refusal.ts';

describe('the sign-in through GitHub', function () {
  this.timeout(60_000);
  let gitHub: GitHubServer;
  let hub: Hub;
  const environment = () => ({
    GITHUB_URL: gitHub.url,
    GITHUB_CLIENT_ID: GITHUB_APP.clientId,
    GITHUB_CLIENT_SECRET: GITHUB_APP.clientSecret,
    GITHUB_ORGANISATION: 'Acme',
  });
  beforeEach(async () => {
    gitHub = await startGitHub();
    hub = await startHub({ config: signInBy(environment()) });
  });
  afterEach(async () => {
    await hub[Symbol.asyncDispose]();
    await gitHub[Symbol.asyncDispose]();
  });

  const begin = async (on: Hub = hub) =>
    (await on.client.signIn.start.mutate({ method: 'github' })).attempt;
  const finish = (attempt: string, on: Hub = hub) => on.client.signIn.finish.mutate({ attempt });
  const nameOf = (result: Awaited<ReturnType<typeof finish>>) =>
    result.status === 'done' ? result.user.name : result.status;

  it('asks for no more than membership, and ends the token of GitHub as soon as it has told who it is', async () => {
    const attempt = await begin();
    gitHub.approve({ id: 7, login: 'octo', organisations: { Acme: 'active' } });
    const result = await finish(attempt);
    assert.ok(result.status === 'done');
    assert.equal(result.user.name, 'octo');
    assert.match(result.token, /^skm_/);
    assert.deepEqual(gitHub.scopes, ['read:org']);
    assert.equal(gitHub.ended.length, 1);
  });

  it('knows people by their number: a login that changed hands is somebody else', async () => {
    const first = await begin();
    gitHub.approve({ id: 7, login: 'octo', organisations: { Acme: 'active' } });
    assert.equal(nameOf(await finish(first)), 'octo');
    const renamed = await begin();
    gitHub.approve({ id: 7, login: 'octavia', organisations: { Acme: 'active' } });
    assert.equal(nameOf(await finish(renamed)), 'octo');
    const another = await begin();
    gitHub.approve({ id: 8, login: 'octo', organisations: { Acme: 'active' } });
    assert.equal(nameOf(await finish(another)), 'octo-2');
  });

  it('lets nobody in whose account is disabled, though the organisation does', async () => {
    gitHub.approve({ id: 7, login: 'octo', organisations: { Acme: 'active' } });
    assert.equal(nameOf(await finish(await begin())), 'octo');
    await hub.ownerClient.accounts.disable.mutate({ name: 'octo', reason: 'Left.' });
    const attempt = await begin();
    const { reason, message } = await refusalOf(finish(attempt));
    assert.equal(reason, 'not_allowed');
    assert.match(message, /^Your account octo is disabled here, so nobody was signed in: ask an/);
    assert.equal((await refusalOf(finish(attempt))).reason, 'not_found');
  });

  for (const [who, organisations] of [
    ['a stranger', {}],
    ['somebody who was only invited', { Acme: 'pending' }],
    ['a member of another organisation', { Other: 'active' }],
  ] as const) {
    it(`lets ${who} stay outside, with the token of GitHub ended`, async () => {
      const attempt = await begin();
      gitHub.approve({ id: 9, login: 'eve', organisations });
      const { reason, message } = await refusalOf(finish(attempt));
      assert.equal(reason, 'not_allowed');
      assert.match(message, /^eve is no member of Acme at 127\.0\.0\.1:\d+, or that organisation/);
      assert.equal(gitHub.ended.length, 1);
      const { items } = await hub.ownerClient.accounts.list.query({});
      assert.ok(!items.some(({ name }) => name === 'eve'));
    });
  }

  it('lets everybody in where the operator asked for that, and then asks GitHub for nothing more', async () => {
    await using open = await startHub({
      config: signInBy({ ...environment(), GITHUB_ORGANISATION: '*' }),
    });
    const attempt = await begin(open);
    gitHub.approve({ id: 9, login: 'eve' });
    assert.equal(nameOf(await finish(attempt, open)), 'eve');
    assert.deepEqual(gitHub.scopes, ['']);
  });

  it('keeps twenty editors of a person signed in, and signs the one out that was used longest ago, with what was made there', async () => {
    gitHub.approve({ id: 7, login: 'octo', organisations: { Acme: 'active' } });
    const clients = [];
    const ids: string[] = [];
    for (let editor = 0; editor < 20; editor += 1) {
      const result = await finish(await begin());
      assert.ok(result.status === 'done');
      clients.push(createMarketplaceClient({ url: hub.url, token: result.token }));
      ids.push(result.tokenId);
    }
    const [first, second] = clients;
    assert.ok(first !== undefined && second !== undefined);
    const own = await first.tokens.create.mutate({ name: 'made by hand', scopes: ['read'] });
    // As the second had made it; by a call it would have been used.
    await hub.orm.em.fork().execute(
      `insert into tokens (id, user_id, name, hash, scopes, created_at, made_with_id)
      select gen_random_uuid(), user_id, 'made there', repeat('0', 64), '{read}', now(), id from tokens where id = ?`,
      [ids[1]],
    );
    // The first is used again, so the second is the one.
    await eventually(async () => {
      const { items } = await first.tokens.list.query({ limit: 100 });
      assert.ok(items.find(({ current }) => current)?.lastUsedAt);
    });
    assert.equal(nameOf(await finish(await begin())), 'octo');
    assert.ok((await first.session.whoAmI.query()).user);
    assert.equal((await refusalOf(second.session.whoAmI.query())).reason, 'signed_out');
    const { items } = await first.tokens.list.query({ limit: 100 });
    assert.equal(items.filter(({ state }) => state === 'active').length, 21);
    assert.ok(items.some(({ id, state }) => id === own.id && state === 'active'));
    const { items: ended } = await hub.ownerClient.audit.list.query({ action: 'token.revoke' });
    assert.equal(ended.length, 2);
    assert.equal(items.find(({ name }) => name === 'made there')?.state, 'revoked');
  });

  it('waits as long as GitHub says', async () => {
    const attempt = await begin();
    assert.deepEqual(await finish(attempt), { status: 'pending', intervalSeconds: 1 });
    gitHub.error = { error: 'slow_down', interval: 12 };
    await hub.orm.em.fork().execute(`update sign_in_attempts set polled_at = null`);
    assert.deepEqual(await finish(attempt), { status: 'slow_down', intervalSeconds: 12 });
    assert.deepEqual(await finish(attempt), { status: 'slow_down', intervalSeconds: 12 });
  });

  for (const [error, reason, said] of [
    ['access_denied', 'not_allowed', /^The sign-in was refused at/],
    ['expired_token', 'not_found', /^This sign-in is over/],
    ['incorrect_client_credentials', 'upstream_unavailable', /incorrect_client_credentials/],
  ] as const) {
    it(`says what ${error} means`, async () => {
      const attempt = await begin();
      gitHub.error = { error };
      const failure = await refusalOf(finish(attempt));
      assert.equal(failure.reason, reason);
      assert.match(failure.message, said);
    });
  }

  it('says that the device flow is off for the app', async () => {
    gitHub.startError = { error: 'device_flow_disabled' };
    const { reason, message } = await refusalOf(begin());
    assert.equal(reason, 'upstream_unavailable');
    assert.match(message, /the device flow is off for its app, so enable that there\.$/);
  });

  it('repeats no text of GitHub but its own words', async () => {
    gitHub.startError = { error: '<b>call 555</b>' };
    const { message } = await refusalOf(begin());
    assert.match(message, /\(an unknown error\)/);
  });
});
