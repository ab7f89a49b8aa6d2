import assert from 'node:assert/strict';
import { createMarketplaceClient } from '@skill-marketplace/shared/client';
import type { SignInResult } from '@skill-marketplace/shared/contracts';
import { startHub, type Hub } from '../support/app.ts';
import {
  CLIENT,
  startOpenIdProvider,
  type RealOpenIdProvider,
} from '../support/signIn/realOpenIdProvider.ts';
import { signInBy } from '../support/signIn/signInConfigs.ts';
import { refusalOf } from './refusal.ts';

const DAY_MS = 86_400_000;

describe('the sign-in through a real OpenID Connect provider', function () {
  this.timeout(60_000);
  let provider: RealOpenIdProvider;
  let hub: Hub;
  const environment = () => ({
    OIDC_ISSUER: provider.issuer,
    OIDC_CLIENT_ID: CLIENT.clientId,
    OIDC_CLIENT_SECRET: CLIENT.clientSecret,
    OIDC_SCOPES: 'openid profile email groups',
    OIDC_REQUIRED_CLAIM: 'groups=engineering',
    OIDC_ADMIN_CLAIM: 'groups=marketplace-admins',
    OIDC_REVIEWER_CLAIM: 'groups=reviewers',
  });
  before(async () => {
    provider = await startOpenIdProvider();
    hub = await startHub({ config: signInBy(environment()) });
  });
  after(async () => {
    await hub[Symbol.asyncDispose]();
    await provider[Symbol.asyncDispose]();
  });

  const { ada, groups } = { ada: 'subject-of-ada', groups: ['engineering'] };

  /** The whole of it: begin, approve at the provider, ask once. */
  async function signIn(subject: string, device?: string) {
    const { attempt, userCode } = await hub.client.signIn.start.mutate({
      method: 'oidc',
      ...(device !== undefined && { device }),
    });
    await provider.approve(userCode, subject);
    return hub.client.signIn.finish.mutate({ attempt });
  }

  function done(result: SignInResult) {
    assert.ok(result.status === 'done', `it is ${result.status}`);
    return { ...result, client: createMarketplaceClient({ url: hub.url, token: result.token }) };
  }

  it('is offered, by its host', async () => {
    const { host } = new URL(provider.issuer);
    assert.deepEqual(await hub.client.signIn.methods.query(), {
      methods: [{ id: 'oidc', name: host }],
    });
    const { features } = await hub.client.server.info.query();
    assert.ok(features.includes('signIn'));
  });

  it('makes an account of a person, with a token for 90 days', async () => {
    provider.people.set(ada, { preferred_username: 'ada', groups });
    const started = Date.now();
    const { client, user, expiresAt, scopes, tokenId } = done(await signIn(ada, 'VS Code on x'));
    assert.equal(user.name, 'ada');
    assert.deepEqual(scopes, ['read', 'rate', 'install', 'publish']);
    assert.ok(Math.abs(expiresAt.getTime() - started - 90 * DAY_MS) < 60_000);
    assert.deepEqual(await client.session.whoAmI.query(), {
      user,
      roles: ['member'],
      scopes,
      publishers: [],
    });
    const { items } = await client.tokens.list.query({});
    assert.deepEqual(
      items.map(({ id, name, current }) => ({ id, name, current })),
      [{ id: tokenId, name: 'VS Code on x', current: true }],
    );
  });

  it('tells what was changed: the account by the server, the token by its person', async () => {
    const { items } = await hub.ownerClient.audit.list.query({ limit: 2 });
    assert.deepEqual(
      items.map(({ action, actor, after }) => ({ action, by: actor?.name ?? null, after })),
      [
        {
          action: 'token.create',
          by: 'ada',
          after: {
            user: 'ada',
            name: 'VS Code on x',
            scopes: ['read', 'rate', 'install', 'publish'],
            expiresAt: Object(items[0]?.after)['expiresAt'],
          },
        },
        {
          action: 'user.create',
          by: null,
          after: { name: 'ada', roles: ['member'], issuer: provider.issuer, subject: ada },
        },
      ],
    );
  });

  it('finds the account again by issuer and subject, under whatever name', async () => {
    const first = done(await signIn(ada));
    provider.people.set(ada, { preferred_username: 'ada-lovelace', groups });
    const second = done(await signIn(ada));
    assert.deepEqual(second.user, first.user);
    assert.notEqual(second.token, first.token);
  });

  it('gives nobody the account of somebody else with that name or e-mail', async () => {
    const eve = await hub.addUser('eve');
    provider.people.set('another', { preferred_username: 'eve', email: 'eve', groups });
    const { user } = done(await signIn('another'));
    assert.equal(user.name, 'eve-2');
    assert.notEqual(user.id, eve.id);
    provider.people.set('in capitals', { preferred_username: 'EVE', groups });
    assert.equal(done(await signIn('in capitals')).user.name, 'EVE-3');
  });

  it('lets nobody in whose account is disabled, and changes nothing of it', async () => {
    provider.people.set('noa', { preferred_username: 'noa', groups });
    const { client, user } = done(await signIn('noa'));
    await hub.ownerClient.accounts.disable.mutate({ name: 'noa', reason: 'Left.' });
    provider.people.set('noa', { groups: [...groups, 'marketplace-admins'] });
    const { reason, message } = await refusalOf(signIn('noa'));
    assert.deepEqual(
      [reason, message],
      [
        'not_allowed',
        'Your account noa is disabled here, so nobody was signed in: ask an admin of this marketplace.',
      ],
    );
    const { items } = await hub.ownerClient.audit.list.query({ action: 'signIn.refuse', limit: 1 });
    assert.deepEqual(items[0]?.after, { method: 'oidc', why: message });
    const { items: tokens } = await hub.ownerClient.tokens.list.query({ user: 'noa' });
    assert.deepEqual(
      tokens.map(({ state }) => state),
      ['suspended'],
    );
    const enabled = await hub.ownerClient.accounts.enable.mutate({ name: 'noa' });
    assert.deepEqual(enabled.roles, ['member']);
    assert.deepEqual((await client.session.whoAmI.query()).user, user);
    provider.people.set('noa', { groups });
    assert.deepEqual(done(await signIn('noa')).user, user);
  });

  it('gives and takes the roles that claims decide about, and leaves the others alone', async () => {
    provider.people.set('rae', { preferred_username: 'rae', groups: [...groups, 'reviewers'] });
    const { client, scopes } = done(await signIn('rae'));
    assert.deepEqual((await client.session.whoAmI.query()).roles, ['member', 'reviewer']);
    assert.ok(scopes.includes('moderate') && !scopes.includes('admin'));

    provider.people.set('rae', { groups: [...groups, 'marketplace-admins'] });
    const asAdmin = done(await signIn('rae'));
    assert.ok(asAdmin.scopes.includes('admin'));
    // An earlier token has the account's roles of now.
    assert.deepEqual((await client.session.whoAmI.query()).roles, ['member', 'admin']);

    provider.people.set('rae', { groups });
    done(await signIn('rae'));
    assert.deepEqual((await asAdmin.client.session.whoAmI.query()).roles, ['member']);
    assert.equal((await refusalOf(asAdmin.client.accounts.list.query())).reason, 'not_allowed');
    const { items } = await hub.ownerClient.audit.list.query({ action: 'user.setRoles' });
    assert.equal(items.length, 3);
  });

  it('leaves the last admin one', async () => {
    provider.people.set('zoe', { groups: [...groups, 'marketplace-admins'] });
    const { user, client } = done(await signIn('zoe'));
    const name = hub.owner.actor.user?.name ?? '';
    await client.accounts.setRoles.mutate({ name, roles: [] });
    provider.people.set('zoe', { groups });
    const again = done(await signIn('zoe'));
    assert.deepEqual(again.user, user);
    assert.ok((await client.session.whoAmI.query()).roles.includes('admin'));
    await client.accounts.setRoles.mutate({ name, roles: ['admin'] });
  });

  it('lets in only those with the claim that is required', async () => {
    provider.people.set('guest', { preferred_username: 'guest', groups: ['sales'] });
    const { reason, message } = await refusalOf(signIn('guest'));
    assert.equal(reason, 'not_allowed');
    assert.match(
      message,
      /^Your account at 127\.0\.0\.1:\d+ may not use this marketplace: it needs groups=engineering\./,
    );
    const { items } = await hub.ownerClient.accounts.list.query({ limit: 100 });
    assert.ok(!items.some(({ name }) => name === 'guest'));
  });

  it('waits for the person, asks the provider no sooner than it may, and hears of a refusal', async () => {
    const { attempt, userCode, intervalSeconds } = await hub.client.signIn.start.mutate({
      method: 'oidc',
    });
    const finish = () => hub.client.signIn.finish.mutate({ attempt });
    assert.deepEqual(await finish(), { status: 'pending', intervalSeconds });
    assert.deepEqual(await finish(), { status: 'slow_down', intervalSeconds });
    await provider.deny(userCode);
    await hub.orm.em.fork().execute(`update sign_in_attempts set polled_at = null`);
    const { reason, message } = await refusalOf(finish());
    assert.equal(reason, 'not_allowed');
    assert.match(message, /^The sign-in was refused at 127\.0\.0\.1:\d+\.$/);
    assert.equal((await refusalOf(finish())).reason, 'not_found');
  });

  it('gives the token once: whoever asks again is told that it is over', async () => {
    const { attempt, userCode } = await hub.client.signIn.start.mutate({ method: 'oidc' });
    await provider.approve(userCode, ada);
    const finish = () => hub.client.signIn.finish.mutate({ attempt });
    const results = await Promise.allSettled([finish(), finish(), finish()]);
    const tokens = results.flatMap((result) =>
      result.status === 'fulfilled' && result.value.status === 'done' ? [result.value.token] : [],
    );
    assert.equal(tokens.length, 1);
    assert.equal((await refusalOf(finish())).reason, 'not_found');
  });

  it('says so when the provider does not know this marketplace', async () => {
    await using other = await startHub({
      config: signInBy({ ...environment(), OIDC_CLIENT_SECRET: 'wrong' }),
    });
    const { reason, message } = await refusalOf(
      other.client.signIn.start.mutate({ method: 'oidc' }),
    );
    assert.equal(reason, 'upstream_unavailable');
    assert.match(message, /it refuses this marketplace \(invalid_client\)/);
    assert.doesNotMatch(message, /wrong/);
  });

  it('says so when the provider has no device flow', async () => {
    await using without = await startOpenIdProvider({ deviceFlow: { enabled: false } });
    await using other = await startHub({
      config: signInBy({ ...environment(), OIDC_ISSUER: without.issuer }),
    });
    const { message } = await refusalOf(other.client.signIn.start.mutate({ method: 'oidc' }));
    assert.match(message, /does not offer the device flow, so enable that there\.$/);
  });

  it('says which issuer the provider is, when that is another than OIDC_ISSUER', async () => {
    // The same server, asked by another of its names.
    const asked = provider.issuer.replace('127.0.0.1', 'localhost');
    await using other = await startHub({
      config: signInBy({ ...environment(), OIDC_ISSUER: asked }),
    });
    const { reason, message } = await refusalOf(
      other.client.signIn.start.mutate({ method: 'oidc' }),
    );
    assert.deepEqual(
      [reason, message],
      [
        'not_allowed',
        `Nobody can sign in through ${new URL(asked).host}: OIDC_ISSUER is ${asked}, and the provider there calls itself ${provider.issuer}, so set OIDC_ISSUER to exactly that if it is the one that is meant.`,
      ],
    );
  });

  it('says so when the provider does not answer', async () => {
    const gone = await startOpenIdProvider();
    await gone[Symbol.asyncDispose]();
    await using other = await startHub({
      config: signInBy({ ...environment(), OIDC_ISSUER: gone.issuer }),
    });
    const { reason, message } = await refusalOf(
      other.client.signIn.start.mutate({ method: 'oidc' }),
    );
    assert.equal(reason, 'upstream_unavailable');
    assert.match(message, /does not answer as it should\.$/);
  });
});
