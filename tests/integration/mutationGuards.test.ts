import assert from 'node:assert/strict';
import { startHub, type Hub } from '../support/app.ts';
import { INPUTS, PUBLISHERS, subjectFor } from '../support/procedureCalls.ts';
import { procedureDefinitions } from '../support/procedures.ts';
import { GITHUB_APP, startGitHub, type GitHubServer } from '../support/signIn/gitHubServer.ts';
import { signInBy } from '../support/signIn/signInConfigs.ts';
import { storedRows } from '../support/storedRows.ts';
import { exchange, sentFailure } from './exchange.ts';

const FOREIGN: [string, string, (hub: Hub) => Record<string, string>][] = [
  ['an unknown Host', 'not_allowed', ({ port }) => ({ host: `evil.example:${port}` })],
  ['a foreign Origin', 'not_allowed', () => ({ origin: 'https://evil.example' })],
  ['the Origin null', 'not_allowed', () => ({ origin: 'null' })],
  ['a cross-site fetch', 'not_allowed', () => ({ 'sec-fetch-site': 'cross-site' })],
  ['a form', 'invalid_input', () => ({ 'content-type': 'application/x-www-form-urlencoded' })],
  ['a form with files', 'invalid_input', () => ({ 'content-type': 'multipart/form-data' })],
  ['plain text', 'invalid_input', () => ({ 'content-type': 'text/plain' })],
];

describe('the guards of every mutation', function () {
  this.timeout(60_000);
  let hub: Hub;
  let gitHub: GitHubServer;
  before(async () => {
    gitHub = await startGitHub();
    gitHub.approve({ id: 1, login: 'octo' });
    const { clientId } = GITHUB_APP;
    hub = await startHub({
      config: signInBy({
        GITHUB_URL: gitHub.url,
        GITHUB_CLIENT_ID: clientId,
        GITHUB_ORGANISATION: '*',
      }),
    });
    await hub.addUser('a member of both', { publishers: PUBLISHERS });
  });
  after(async () => {
    await hub[Symbol.asyncDispose]();
    await gitHub[Symbol.asyncDispose]();
  });

  for (const [path, { type }] of procedureDefinitions()) {
    if (type !== 'mutation') continue;

    it(`${path} refuses what a web page could send, changes nothing then, and does when it is meant`, async () => {
      const inputFor = INPUTS[path];
      assert.ok(inputFor !== undefined, `${path} has no input in tests/support/procedureCalls.ts`);
      const name = hub.owner.actor.user?.name ?? '';
      const subject = await subjectFor(hub, { name, client: hub.ownerClient });
      const body = JSON.stringify({ json: await inputFor(subject) });
      const send = (headers: Record<string, string>) =>
        exchange(`${hub.url}/trpc/${path}`, {
          method: 'POST',
          headers: {
            authorization: `Bearer ${hub.owner.token}`,
            'content-type': 'application/json',
            ...headers,
          },
          body,
        });

      const before = await storedRows(hub.orm);
      for (const [what, reason, headers] of FOREIGN) {
        assert.equal(sentFailure(await send(headers(hub))).reason, reason, what);
      }
      assert.deepEqual(await storedRows(hub.orm), before);

      const meant = await send({});
      assert.equal(meant.status, 200, meant.body.toString());
      assert.notDeepEqual(await storedRows(hub.orm), before);
    });
  }
});
