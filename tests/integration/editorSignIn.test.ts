import assert from 'node:assert/strict';
import { pollSignIn } from '../../extension/src/authentication/pollSignIn.ts';
import { EditorFailure } from '../../extension/src/failures/editorFailure.ts';
import { toFailure } from '../../extension/src/failures/failure.ts';
import { createMarketplaceClient } from '@skill-marketplace/shared/client';
import { startHub, type Hub } from '../support/app.ts';
import { eventually } from '../support/eventually.ts';
import {
  FORGED_CLIENT,
  startForgingProvider,
  type ForgingProvider,
} from '../support/signIn/forgingProvider.ts';
import { signInBy } from '../support/signIn/signInConfigs.ts';

/** The provider's interval is a second: what these tests wait for is what a person would. */
describe("the editor's wait for a sign-in", function () {
  this.timeout(60_000);
  let provider: ForgingProvider;
  let hub: Hub;
  before(async () => {
    provider = await startForgingProvider();
    hub = await startHub({
      config: signInBy({
        OIDC_ISSUER: provider.issuer,
        OIDC_CLIENT_ID: FORGED_CLIENT.clientId,
        OIDC_CLIENT_SECRET: FORGED_CLIENT.clientSecret,
      }),
    });
  });
  after(async () => {
    await hub[Symbol.asyncDispose]();
    await provider[Symbol.asyncDispose]();
  });
  beforeEach(() => {
    provider.polls = 0;
    provider.error = 'authorization_pending';
  });

  const start = () => hub.client.signIn.start.mutate({ method: 'oidc' });
  const never = new AbortController().signal;

  it('ends with a token once the person has approved, having asked no sooner than it may', async () => {
    const started = await start();
    const began = performance.now();
    const polling = pollSignIn(hub.client, started, never);
    await eventually(() => assert.equal(provider.polls, 1));
    provider.error = undefined;
    const { token, tokenId, user } = await polling;
    assert.equal(provider.polls, 2);
    assert.ok(performance.now() - began >= 1990, 'it asked too soon');
    const me = createMarketplaceClient({ url: hub.url, token });
    assert.deepEqual((await me.session.whoAmI.query()).user, user);

    // What signing out does.
    await me.tokens.revoke.mutate({ id: tokenId });
    await assert.rejects(me.session.whoAmI.query(), /unknown, expired or revoked/);
  });

  it('goes on when the provider does not answer for a while', async () => {
    const started = await start();
    provider.error = 'server_error';
    const polling = pollSignIn(hub.client, started, never);
    await eventually(() => assert.equal(provider.polls, 1));
    provider.error = undefined;
    assert.equal((await polling).user.name, 'Mallory');
  });

  for (const [error, reason] of [
    ['access_denied', 'sign_in_refused'],
    ['expired_token', 'sign_in_over'],
  ] as const) {
    it(`ends as ${reason} when the provider says ${error}`, async () => {
      const started = await start();
      provider.error = error;
      await assert.rejects(
        pollSignIn(hub.client, started, never),
        (failure) => failure instanceof EditorFailure && failure.reason === reason,
      );
      assert.equal(provider.polls, 1);
    });
  }

  it('ends when the person cancels, and asks no more', async () => {
    const started = await start();
    const cancel = new AbortController();
    const polling = pollSignIn(hub.client, started, cancel.signal);
    await eventually(() => assert.equal(provider.polls, 1));
    cancel.abort();
    await assert.rejects(polling, (error) => {
      const failure = toFailure(error);
      return failure.from === 'install' && failure.reason === 'cancelled';
    });
    assert.equal(provider.polls, 1);
  });
});
