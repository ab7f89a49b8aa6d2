import assert from 'node:assert/strict';
import { createMarketplaceClient } from '@skill-marketplace/shared/client';
import { sweepSignIns } from '../../server/src/jobs/sweepSignIns.queue.ts';
import { createLogger } from '../../server/src/logging.ts';
import { SignInAttempt } from '../../server/src/features/signIn/signInAttempt.entity.ts';
import { startHub, type Hub } from '../support/app.ts';
import { eventually } from '../support/eventually.ts';
import { startMarketplace } from '../support/marketplace.ts';
import { startForgingProvider } from '../support/signIn/forgingProvider.ts';
import { GITHUB_APP, startGitHub, type GitHubServer } from '../support/signIn/gitHubServer.ts';
import { signInBy } from '../support/signIn/signInConfigs.ts';
import { storedRows } from '../support/storedRows.ts';
import { mutate, sentFailure } from './exchange.ts';
import { refusalOf } from './refusal.ts';

describe('a server without a provider', function () {
  this.timeout(60_000);

  it('offers no sign-in, and says what to do instead', async () => {
    await using hub = await startHub();
    assert.deepEqual(await hub.client.signIn.methods.query(), { methods: [] });
    const { features } = await hub.client.server.info.query();
    assert.ok(!features.includes('signIn'));
    for (const method of ['oidc', 'github'] as const) {
      const { reason, field, message } = await refusalOf(
        hub.client.signIn.start.mutate({ method }),
      );
      assert.deepEqual({ reason, field }, { reason: 'invalid_input', field: 'method' });
      assert.equal(message, 'Nobody signs in here through a provider: ask the admin for a token.');
    }
  });
});

describe('an attempt to sign in', function () {
  this.timeout(60_000);
  let gitHub: GitHubServer;
  let hub: Hub;
  before(async () => {
    gitHub = await startGitHub();
    const environment = {
      GITHUB_URL: gitHub.url,
      GITHUB_CLIENT_ID: GITHUB_APP.clientId,
      GITHUB_ORGANISATION: 'acme',
    };
    hub = await startHub({
      config: { ...signInBy(environment), rateLimits: true, boundToLoopback: false },
    });
  });
  after(async () => {
    await hub[Symbol.asyncDispose]();
    await gitHub[Symbol.asyncDispose]();
  });
  beforeEach(() => hub.orm.em.fork().execute(`delete from rate_limits`));

  it('says which sign-ins there are when another is asked for', async () => {
    const { message } = await refusalOf(hub.client.signIn.start.mutate({ method: 'oidc' }));
    assert.equal(message, 'This marketplace has no sign-in through oidc: use github.');
  });

  it('shows neither its secret nor the device code in what is stored', async () => {
    const { attempt, userCode } = await hub.client.signIn.start.mutate({ method: 'github' });
    const stored = JSON.stringify(await hub.orm.em.fork().find(SignInAttempt, {}));
    assert.match(stored, /sealedCode/);
    for (const secret of [attempt, userCode, 'the device code']) {
      assert.ok(!stored.includes(secret), secret);
    }
  });

  it('is not known to whoever guesses, who is soon told to wait', async () => {
    const before = await storedRows(hub.orm);
    for (let guess = 0; guess < 20; guess += 1) {
      const { reason } = await refusalOf(
        hub.client.signIn.finish.mutate({ attempt: `guess-${guess}` }),
      );
      assert.equal(reason, 'not_found');
    }
    const answer = await mutate(hub.url, 'signIn.finish', { attempt: 'guess' });
    const { status, message } = sentFailure(answer);
    assert.equal(status, 429);
    assert.match(message, /^Too many attempts to sign in: try again in \d+ seconds?\.$/);
    assert.ok(Number(answer.headers['retry-after']) > 0);
    await hub.orm.em.fork().execute(`delete from rate_limits`);
    assert.deepEqual(await storedRows(hub.orm), before);
  });

  it('is begun twenty times by one address in five minutes, and not once more', async () => {
    const began = gitHub.scopes.length;
    for (let start = 0; start < 20; start += 1) {
      await hub.client.signIn.start.mutate({ method: 'github' });
    }
    const { reason } = await refusalOf(hub.client.signIn.start.mutate({ method: 'github' }));
    assert.equal(reason, 'rate_limited');
    assert.equal(gitHub.scopes.length - began, 20);
  });

  it('expires', async () => {
    const { orm, client } = await startedAnew();
    const { attempt } = await client.signIn.start.mutate({ method: 'github' });
    await orm.em.fork().execute(`update sign_in_attempts set expires_at = now()`);
    gitHub.approve({ id: 1, login: 'octo', organisations: { acme: 'active' } });
    assert.equal((await refusalOf(client.signIn.finish.mutate({ attempt }))).reason, 'not_found');
  });

  it('is forgotten a day after that, and not sooner', async () => {
    const { orm } = hub;
    const logger = createLogger({ logLevel: 'silent' });
    const run = () => sweepSignIns.run({ orm, logger, signal: AbortSignal.timeout(10_000) });
    const count = () => orm.em.fork().count(SignInAttempt);
    const all = await count();
    await orm.em
      .fork()
      .execute(`update sign_in_attempts set expires_at = now() - interval '23 hours'`);
    await run();
    assert.equal(await count(), all);
    await orm.em
      .fork()
      .execute(`update sign_in_attempts set expires_at = now() - interval '25 hours'`);
    await run();
    assert.equal(await count(), 0);
  });

  /** The limits of an address are counted in the database and in memory: another hub has its own. */
  async function startedAnew(): Promise<Hub> {
    await hub[Symbol.asyncDispose]();
    hub = await startHub({ config: { signIn: hub.config.signIn } });
    return hub;
  }
});

describe('a marketplace in a process of its own', function () {
  this.timeout(120_000);

  it('serves though its provider is gone, and says so in the log', async () => {
    const gone = await startGitHub();
    await gone[Symbol.asyncDispose]();
    await using marketplace = await startMarketplace({
      env: { OIDC_ISSUER: gone.url, OIDC_CLIENT_ID: 'marketplace' },
    });
    const { host } = new URL(gone.url);
    const sentence = `Nobody can sign in through ${host}: it does not answer as it should.`;
    await eventually(() => assert.ok(marketplace.output().includes(sentence)));
  });

  it('says in the log that OIDC_ISSUER is not what the provider calls itself', async () => {
    await using provider = await startForgingProvider();
    provider.discovery = { issuer: 'https://login.example.com/realms/acme' };
    await using marketplace = await startMarketplace({
      env: { OIDC_ISSUER: provider.issuer, OIDC_CLIENT_ID: 'marketplace' },
    });
    const sentence = `OIDC_ISSUER is ${provider.issuer}, and the provider there calls itself https://login.example.com/realms/acme, so set OIDC_ISSUER`;
    await eventually(() => assert.ok(marketplace.output().includes(sentence)));
  });

  it('logs none of the secrets of a sign-in, whatever it logs', async () => {
    await using gitHub = await startGitHub();
    await using marketplace = await startMarketplace({
      env: {
        LOG_LEVEL: 'trace',
        GITHUB_URL: gitHub.url,
        GITHUB_CLIENT_ID: GITHUB_APP.clientId,
        GITHUB_CLIENT_SECRET: GITHUB_APP.clientSecret,
        GITHUB_ORGANISATION: 'acme',
      },
    });
    const { signIn, session } = createMarketplaceClient({ url: marketplace.url });
    const { attempt, userCode } = await signIn.start.mutate({ method: 'github' });
    gitHub.approve({ id: 1, login: 'octo', organisations: { acme: 'active' } });
    const result = await signIn.finish.mutate({ attempt });
    assert.ok(result.status === 'done');
    assert.equal((await session.whoAmI.query()).user, null);
    await eventually(() => assert.match(marketplace.output(), /signIn\.finish/));
    const { clientSecret } = GITHUB_APP;
    for (const secret of [attempt, userCode, result.token, clientSecret, ...gitHub.ended]) {
      assert.ok(!marketplace.output().includes(secret), secret);
    }
  });
});
