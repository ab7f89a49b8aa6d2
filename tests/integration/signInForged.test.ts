import assert from 'node:assert/strict';
import type { MarketplaceClient } from '@skill-marketplace/shared/client';
import { compose } from '@skill-marketplace/server/compose';
import { ANONYMOUS } from '../../server/src/features/accounts/actor.ts';
import { Identity } from '../../server/src/features/signIn/identity.entity.ts';
import { startHub, type Hub } from '../support/app.ts';
import {
  FORGED_CLIENT,
  startForgingProvider,
  type DiscoveryOverrides,
  type ForgedAnswer,
  type ForgingProvider,
} from '../support/signIn/forgingProvider.ts';
import { signInBy } from '../support/signIn/signInConfigs.ts';
import { refusalOf } from './refusal.ts';

const HOUR = 3600;

const without = (claims: object, name: string) =>
  Object.fromEntries(Object.entries(claims).filter(([claim]) => claim !== name));

/** What is wrong, what of it is said, the answer, and what discovery says beside. */
const FORGERIES: [string, RegExp, ForgedAnswer, DiscoveryOverrides?][] = [
  ['is for another client', /"aud"/, ({ sign, claims }) => sign({ ...claims, aud: 'another' })],
  ['is for others only', /"aud"/, ({ sign, claims }) => sign({ ...claims, aud: ['a', 'b'] })],
  [
    'was asked for by another client',
    /"azp"/,
    ({ sign, claims }) => sign({ ...claims, aud: ['marketplace', 'another'], azp: 'another' }),
  ],
  [
    'has expired',
    /"exp"/,
    ({ sign, claims, now }) => sign({ ...claims, iat: now - 60, exp: now - 40 }),
  ],
  ['never expires', /"exp"/, ({ sign, claims }) => sign(without(claims, 'exp'))],
  ['does not say since when', /"iat"/, ({ sign, claims }) => sign(without(claims, 'iat'))],
  [
    'is older than the sign-in',
    /older than this sign-in/,
    ({ sign, claims, now }) => sign({ ...claims, iat: now - HOUR, exp: now + HOUR }),
  ],
  [
    'is from the future',
    /from the future/,
    ({ sign, claims, now }) => sign({ ...claims, iat: now + HOUR, exp: now + 2 * HOUR }),
  ],
  ['does not hold yet', /"nbf"/, ({ sign, claims, now }) => sign({ ...claims, nbf: now + HOUR })],
  [
    'is of another issuer',
    /"iss"/,
    ({ sign, claims }) => sign({ ...claims, iss: 'https://login.example.com' }),
  ],
  ['says nobody', /"sub"/, ({ sign, claims }) => sign(without(claims, 'sub'))],
  ['says nobody by name', /"sub"/, ({ sign, claims }) => sign({ ...claims, sub: '' })],
  ['has a NUL', /"sub"/, ({ sign, claims }) => sign({ ...claims, sub: 'ada\0' })],
  ['never ends', /"sub"/, ({ sign, claims }) => sign({ ...claims, sub: 'a'.repeat(256) })],
  ['is signed with another key', /signature/, ({ signWithOther, claims }) => signWithOther(claims)],
  ['names a key that is not known', /key/, ({ sign, claims }) => sign(claims, 'unknown')],
  [
    'was changed after it was signed',
    /signature/,
    async ({ sign, claims }) => {
      const [header, , signature] = (await sign(claims)).split('.');
      const payload = Buffer.from(JSON.stringify({ ...claims, sub: 'ada' })).toString('base64url');
      return [header, payload, signature].join('.');
    },
  ],
  ['is not signed', /"alg"/, ({ unsigned, claims }) => unsigned(claims)],
  [
    'is not signed, and discovery says that this will do',
    /unsupported|proves nothing/,
    ({ unsigned, claims }) => unsigned(claims),
    { id_token_signing_alg_values_supported: ['none', 'RS256'] },
  ],
  [
    'is signed with the shared secret',
    /"alg"/,
    ({ signWithSecret, claims }) => signWithSecret(claims),
  ],
  [
    'is signed with the shared secret, and discovery says that this will do',
    /unsupported|proves nothing/,
    ({ signWithSecret, claims }) => signWithSecret(claims),
    { id_token_signing_alg_values_supported: ['HS256', 'RS256'] },
  ],
  ['is no token', /Invalid JWT/, () => 'nothing.of-it'],
  ['is missing', /there was no ID token/, () => undefined],
];

describe('an ID token', function () {
  this.timeout(60_000);
  let hub: Hub;
  let provider: ForgingProvider;
  before(async () => {
    provider = await startForgingProvider();
  });
  beforeEach(async () => {
    provider.discovery = {};
    provider.error = undefined;
    provider.page = undefined;
    provider.answer = ({ sign, claims }) => sign(claims);
    hub = await startHub({
      config: signInBy({
        OIDC_ISSUER: provider.issuer,
        OIDC_CLIENT_ID: FORGED_CLIENT.clientId,
        OIDC_CLIENT_SECRET: FORGED_CLIENT.clientSecret,
      }),
    });
  });
  afterEach(() => hub[Symbol.asyncDispose]());
  after(() => provider[Symbol.asyncDispose]());

  const begin = async ({ signIn }: MarketplaceClient) =>
    (await signIn.start.mutate({ method: 'oidc' })).attempt;
  const finish = (attempt: string) => hub.client.signIn.finish.mutate({ attempt });
  const identities = () => hub.orm.em.fork().count(Identity);
  const refusals = async () =>
    (await hub.ownerClient.audit.list.query({ action: 'signIn.refuse' })).items;

  it('that nothing is wrong with signs its person in', async () => {
    const result = await finish(await begin(hub.client));
    assert.ok(result.status === 'done');
    assert.equal(result.user.name, 'Mallory');
    assert.equal(await identities(), 1);
    assert.deepEqual(await refusals(), []);
  });

  for (const [what, said, answer, discovery = {}] of FORGERIES) {
    it(`that ${what} signs nobody in, and ends the attempt on record`, async () => {
      provider.discovery = discovery;
      provider.answer = answer;
      const attempt = await begin(hub.client);
      const { reason, message } = await refusalOf(finish(attempt));
      assert.equal(reason, 'not_allowed');
      assert.match(
        message,
        /^What 127\.0\.0\.1:\d+ answered was not accepted \([^()]*(?:\([^()]*\))?[^()]*\), so nobody/,
      );
      assert.match(message, said);
      assert.equal(await identities(), 0);

      provider.answer = ({ sign, claims }) => sign(claims);
      assert.equal((await refusalOf(finish(attempt))).reason, 'not_found');
      const [refusal, ...others] = await refusals();
      assert.deepEqual(others, []);
      assert.deepEqual(refusal?.after, { method: 'oidc', why: message });
    });
  }

  it('counts more than what else the provider says of its person', async () => {
    provider.discovery = { userinfo_endpoint: `${provider.issuer}/userinfo` };
    provider.userInfo = { sub: 'mallory', iss: 'https://login.example.com', name: 'Ada' };
    const result = await finish(await begin(hub.client));
    assert.ok(result.status === 'done');
    assert.equal(result.user.name, 'Mallory');
    const { issuer } = await hub.orm.em.fork().findOneOrFail(Identity, { subject: 'mallory' });
    assert.equal(issuer, provider.issuer);
  });

  it('signs nobody in when what else the provider says is of somebody else', async () => {
    provider.discovery = { userinfo_endpoint: `${provider.issuer}/userinfo` };
    provider.userInfo = { sub: 'ada', name: 'Ada' };
    const { reason, message } = await refusalOf(finish(await begin(hub.client)));
    assert.equal(reason, 'not_allowed');
    assert.match(message, /"sub"/);
    assert.equal(await identities(), 0);
  });

  it('that was used before signs nobody in again, on another server of the database neither', async () => {
    const kept: string[] = [];
    provider.answer = async ({ sign, claims }) => {
      if (kept.length === 0) kept.push(await sign(claims));
      return kept[0];
    };
    assert.equal((await finish(await begin(hub.client))).status, 'done');
    const { reason, message } = await refusalOf(finish(await begin(hub.client)));
    assert.equal(reason, 'not_allowed');
    assert.match(message, /its ID token was used before/);

    const { signIn } = compose(hub.config, hub.identity, () => hub.url).services;
    const call = { actor: ANONYMOUS, requestId: 'none', address: 'none', limits: undefined };
    const scope = () => ({ ...call, em: hub.orm.em.fork() });
    const { attempt } = await signIn.start(scope(), { method: 'oidc' });
    await assert.rejects(signIn.finish(scope(), attempt), { message });
    assert.equal((await refusals()).length, 2);
  });

  it('that two attempts show at the same moment signs in one of them', async () => {
    const kept: Promise<string>[] = [];
    provider.answer = ({ sign, claims }) => (kept[0] ??= sign(claims));
    const attempts = [await begin(hub.client), await begin(hub.client)];
    const results = await Promise.allSettled(attempts.map((attempt) => finish(attempt)));
    assert.deepEqual(results.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
    assert.equal(await identities(), 1);
  });

  it('of a provider that calls itself otherwise is never asked for', async () => {
    provider.discovery = { issuer: 'https://login.example.com' };
    const { reason, message } = await refusalOf(hub.client.signIn.start.mutate({ method: 'oidc' }));
    assert.equal(reason, 'not_allowed');
    assert.match(
      message,
      /the provider there calls itself https:\/\/login\.example\.com, so set OIDC/,
    );
    provider.discovery = { issuer: 'https://login.example.com/\nNext line' };
    const odd = await refusalOf(hub.client.signIn.start.mutate({ method: 'oidc' }));
    assert.equal(odd.reason, 'not_allowed');
    assert.doesNotMatch(odd.message, /Next/);
  });

  it('is not asked for without TLS elsewhere, though this provider is on this machine', async () => {
    provider.discovery = { token_endpoint: 'http://login.example.com/token' };
    const attempt = await begin(hub.client);
    assert.equal((await refusalOf(finish(attempt))).reason, 'upstream_unavailable');
  });

  for (const page of ['command:workbench.action.quit', 'http://login.example.com', 'nowhere']) {
    it(`whose person would be sent to ${page} is never asked for`, async () => {
      provider.page = page;
      const { message } = await refusalOf(hub.client.signIn.start.mutate({ method: 'oidc' }));
      assert.match(message, /its page for the code has no https address/);
    });
  }
});
