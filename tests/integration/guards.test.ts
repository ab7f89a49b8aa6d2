import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { startHub, type Hub, type HubUser } from '../support/app.ts';
import { skillText } from '../support/skillFolder.ts';
import { exchange, mutate, queryUrl, sentFailure, type Question } from './exchange.ts';

const REFUSED = { status: 403, reason: 'not_allowed', requestIdAgrees: true };
const refusalOf = async (url: string, question: Question) => {
  const { message: _message, ...failure } = sentFailure(await exchange(url, question));
  return failure;
};

describe('the guards', function () {
  this.timeout(30_000);
  let hub: Hub;
  let mia: HubUser;

  before(async () => {
    hub = await startHub();
    mia = await hub.addUser('mia');
    await hub.importFiles({ 'deploy/SKILL.md': skillText({ name: 'deploy' }) });
  });
  after(() => hub[Symbol.asyncDispose]());

  const foreign: [string, () => Record<string, string>][] = [
    ['an unknown Host', () => ({ host: `evil.example:${hub.port}` })],
    ['a known Host with another port', () => ({ host: `127.0.0.1:${hub.port + 1}` })],
    ['a known Host without its port', () => ({ host: '127.0.0.1' })],
    [
      'a Host that only begins like a known one',
      () => ({ host: `localhost.evil.example:${hub.port}` }),
    ],
    ['an unknown Origin', () => ({ origin: 'https://evil.example' })],
    ['the Origin null', () => ({ origin: 'null' })],
    [
      "the server's own address as an Origin that nobody listed",
      () => ({ origin: `https://127.0.0.1:${hub.port}` }),
    ],
    ['a cross-site fetch', () => ({ 'sec-fetch-site': 'cross-site' })],
  ];
  for (const [what, headers] of foreign) {
    it(`refuse ${what} on every path but the health paths`, async () => {
      const question = { headers: headers() };
      for (const path of [
        '/',
        '/trpc/server.info',
        '/trpc/skills.search',
        '/bundles/x.zip',
        '/nothing',
        '/healthy',
      ]) {
        assert.deepEqual(await refusalOf(`${hub.url}${path}`, question), REFUSED, path);
      }
      assert.equal((await exchange(`${hub.url}/health/live`, question)).status, 200);
      assert.equal((await exchange(`${hub.url}/health/ready`, question)).status, 200);
    });

    it(`refuse ${what} on a change, and change nothing`, async () => {
      const answer = await mutate(
        hub.url,
        'ratings.rate',
        { skillId: 'acme/deploy', rating: 1 },
        { ...headers(), authorization: `Bearer ${mia.token}` },
      );
      assert.equal(sentFailure(answer).reason, 'not_allowed');
      const { total } = await hub.client.ratings.list.query({ skillId: 'acme/deploy' });
      assert.equal(total, 0);
    });
  }

  it('refuse a request that names no Host', async () => {
    const socket = connect(hub.port, '127.0.0.1');
    socket.end('GET /trpc/server.info HTTP/1.0\r\n\r\n');
    assert.match(await text(socket), /^HTTP\/1\.1 403 Forbidden\r\n.*"not_allowed"/s);
  });

  it('refuse a preflight, so that no page may send a token', async () => {
    const answer = await exchange(`${hub.url}/trpc/ratings.rate`, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://evil.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type',
      },
    });
    assert.equal(answer.status, 403);
    assert.equal(answer.headers['access-control-allow-origin'], undefined);
  });

  it('take every loopback name with the port', async () => {
    for (const name of ['127.0.0.1', 'localhost', 'LocalHost', '[::1]']) {
      const headers = { host: `${name}:${hub.port}` };
      assert.equal((await exchange(`${hub.url}/`, { headers })).status, 200, name);
    }
  });

  it('take a page of the same site, and what somebody typed into the address bar', async () => {
    for (const site of ['same-origin', 'none']) {
      const headers = { 'sec-fetch-site': site };
      assert.equal((await exchange(`${hub.url}/`, { headers })).status, 200, site);
    }
  });

  it('set no cookie, and give helmet its headers', async () => {
    const { headers } = await exchange(`${hub.url}/`);
    assert.equal(headers['set-cookie'], undefined);
    assert.equal(headers['x-powered-by'], undefined);
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.match(String(headers['content-security-policy']), /default-src 'self'/);
  });

  for (const header of [
    'Bearer wrong',
    'Bearer ',
    'Basic bWlhOm1pYQ==',
    'skm_token',
    `Bearer ${'x'.repeat(300)}`,
  ]) {
    it(`answer 401 to the authorization ${header.slice(0, 24)}, also where reading is open`, async () => {
      const answer = await exchange(`${hub.url}/trpc/server.info`, {
        headers: { authorization: header },
      });
      const { message: _message, ...failure } = sentFailure(answer);
      assert.deepEqual(failure, { status: 401, reason: 'signed_out', requestIdAgrees: true });
    });
  }

  it('answer 401 to a token that was revoked or has expired', async () => {
    for (const column of ['revoked_at', 'expires_at']) {
      const user = await hub.addUser(`former-${column.slice(0, 3)}`);
      await hub.orm.em
        .fork()
        .execute(`update tokens set ${column} = now() - interval '1 second' where user_id = ?`, [
          user.id,
        ]);
      const headers = { authorization: `Bearer ${user.token}` };
      assert.equal((await exchange(`${hub.url}/trpc/session.whoAmI`, { headers })).status, 401);
    }
  });
});

describe('a server with a public address', function () {
  this.timeout(30_000);

  it('is known under it, and under the hosts and origins that are listed', async () => {
    await using hub = await startHub({
      config: {
        publicUrl: 'https://skills.acme.example',
        allowedHosts: ['proxy.internal:8080'],
        allowedOrigins: ['https://portal.acme.example'],
      },
    });
    const status = async (headers: Record<string, string>) =>
      (await exchange(`${hub.url}/`, { headers })).status;
    assert.deepEqual(
      [
        await status({ host: 'skills.acme.example' }),
        await status({ host: 'proxy.internal:8080' }),
        await status({ host: 'proxy.internal' }),
        await status({ origin: 'https://skills.acme.example' }),
        await status({ origin: 'https://portal.acme.example' }),
        await status({ origin: 'https://portal.acme.example', 'sec-fetch-site': 'cross-site' }),
        await status({ origin: 'https://other.acme.example' }),
      ],
      [200, 200, 403, 200, 200, 200, 403],
    );
  });

  it('names that address and never the Host of the request', async () => {
    await using hub = await startHub({
      config: { publicUrl: 'https://skills.acme.example', allowedHosts: ['other.example'] },
    });
    const headers = { host: 'other.example', accept: 'application/json' };
    const { body } = await exchange(`${hub.url}/`, { headers });
    assert.equal(JSON.parse(body.toString()).url, 'https://skills.acme.example');
  });
});

describe('a server without anonymous reading', function () {
  this.timeout(30_000);
  let hub: Hub;
  before(async () => {
    hub = await startHub({ config: { anonymousRead: false } });
    await hub.importFiles({ 'deploy/SKILL.md': skillText({ name: 'deploy' }) });
  });
  after(() => hub[Symbol.asyncDispose]());

  const reads: [string, unknown][] = [
    ['skills.search', {}],
    ['skills.byId', { id: 'acme/deploy' }],
    ['skills.categories', undefined],
    ['ratings.list', { skillId: 'acme/deploy' }],
    ['installs.plan', { skillId: 'acme/deploy' }],
  ];
  for (const [procedure, input] of reads) {
    it(`lets only those who have signed in call ${procedure}`, async () => {
      const url = queryUrl(hub.url, procedure, input);
      assert.equal(sentFailure(await exchange(url)).reason, 'signed_out');
      const headers = { authorization: `Bearer ${hub.owner.token}` };
      assert.equal((await exchange(url, { headers })).status, 200);
    });
  }

  it('says who it is to everybody, and whether they may read', async () => {
    const { anonymousRead } = await hub.client.server.info.query();
    assert.equal(anonymousRead, false);
    assert.deepEqual(await hub.client.session.whoAmI.query(), {
      user: null,
      roles: [],
      scopes: [],
      publishers: [],
    });
  });

  it('gives bundles only to those who have signed in', async () => {
    const { bundleUrl } = await hub.ownerClient.installs.plan.query({ skillId: 'acme/deploy' });
    const headers = { authorization: `Bearer ${hub.owner.token}` };
    assert.equal((await exchange(`${hub.url}${bundleUrl}`)).status, 404);
    assert.equal((await exchange(`${hub.url}${bundleUrl}`, { headers })).status, 200);
  });
});

describe('rate limits', function () {
  this.timeout(60_000);

  it('slow an address down, say for how long, and spare the local owner', async () => {
    await using hub = await startHub({ config: { rateLimits: true } });
    const ask = (headers = {}) => mutate(hub.url, 'ratings.rate', {}, headers);
    const statuses: number[] = [];
    for (let call = 0; call < 121; call += 1) statuses.push((await ask()).status);
    assert.deepEqual(statuses, [...Array.from({ length: 120 }, () => 401), 429]);

    const answer = await ask();
    const { retryAfterSeconds, reason } = sentFailure(answer);
    assert.equal(reason, 'rate_limited');
    assert.equal(answer.headers['retry-after'], String(retryAfterSeconds));
    const owner = await ask({ authorization: `Bearer ${hub.owner.token}` });
    assert.equal(sentFailure(owner).reason, 'invalid_input');
  });
});
