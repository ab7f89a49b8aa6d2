import assert from 'node:assert/strict';
import { networkInterfaces } from 'node:os';
import { gunzipSync } from 'node:zlib';
import { startHub, type Hub } from '../support/app.ts';
import { skillText } from '../support/skillFolder.ts';
import { exchange, mutate, queryUrl, type Answer } from './exchange.ts';

/** An address of this machine that is not loopback, as its peers see it. */
const OUTER_ADDRESS = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .find(({ internal, family }) => !internal && family === 'IPv4')?.address;

describe('the answer to a query', function () {
  this.timeout(30_000);
  let hub: Hub;

  before(async () => {
    hub = await startHub({
      config: { host: OUTER_ADDRESS === undefined ? '127.0.0.1' : '0.0.0.0' },
    });
    await hub.importFiles(
      Object.fromEntries(
        Array.from({ length: 12 }, (_, index) => [
          `deploy-${index}/SKILL.md`,
          skillText({ name: `deploy-${index}` }),
        ]),
      ),
    );
  });
  after(() => hub[Symbol.asyncDispose]());

  const ask = (path: string, headers: Record<string, string> = {}) =>
    exchange(`${hub.url}/trpc/${path}`, { headers });
  const kept = ({ status, headers, body }: Answer) => ({
    status,
    cacheControl: headers['cache-control'],
    hasTag: headers.etag !== undefined,
    isEmpty: body.length === 0,
  });

  it('may be kept for half a minute when it counts categories', async () => {
    assert.deepEqual(kept(await ask('skills.categories')), {
      status: 200,
      cacheControl: 'private, max-age=30',
      hasTag: true,
      isEmpty: false,
    });
  });

  it('may be kept, but is asked for again each time, when it is a search with its facets', async () => {
    for (const path of ['skills.search', 'skills.categories,skills.search?batch=1&input=%7B%7D']) {
      assert.deepEqual(kept(await ask(path)), {
        status: 200,
        cacheControl: 'private, no-cache',
        hasTag: true,
        isEmpty: false,
      });
    }
  });

  it('may not be kept when any of a batch may not', async () => {
    for (const path of [
      'server.info',
      'skills.byId?input=%7B%22json%22%3A%7B%22id%22%3A%22acme%2Fdeploy-1%22%7D%7D',
      'skills.categories,server.info?batch=1&input=%7B%7D',
      'skills.categories,constructor?batch=1&input=%7B%7D',
    ]) {
      const { cacheControl, hasTag } = kept(await ask(path));
      assert.deepEqual({ cacheControl, hasTag }, { cacheControl: undefined, hasTag: false }, path);
    }
  });

  it('may not be kept when it is a failure', async () => {
    const answer = await exchange(queryUrl(hub.url, 'skills.search', { limit: 0 }));
    assert.deepEqual(kept(answer), {
      status: 400,
      cacheControl: undefined,
      hasTag: false,
      isEmpty: false,
    });
  });

  it('belongs to one caller', async () => {
    const { headers } = await ask('skills.categories');
    assert.deepEqual(
      headers.vary
        ?.split(', ')
        .filter((name) => ['Authorization', 'Accept-Encoding'].includes(name)),
      ['Authorization', 'Accept-Encoding'],
    );
    const name = 'held-back';
    await hub.importFiles({ [`${name}/SKILL.md`]: skillText({ name }) });
    await hub.changeState(`acme/${name}`, '1.0.0', { decision: 'undecided' });
    const owners = await ask('skills.search', { authorization: `Bearer ${hub.owner.token}` });
    const everybodys = await ask('skills.search', { 'if-none-match': owners.headers.etag ?? '' });
    assert.equal(everybodys.status, 200);
    assert.ok(!everybodys.body.toString().includes(name));
  });

  it('is not sent again to a client that still has it', async () => {
    for (const path of ['skills.categories', 'skills.search', 'skills.search?input=%7B%7D']) {
      const { headers } = await ask(path);
      const again = await ask(path, { 'if-none-match': headers.etag ?? '' });
      assert.deepEqual(
        { ...kept(again), type: again.headers['content-type'], tag: again.headers.etag },
        {
          status: 304,
          cacheControl: headers['cache-control'],
          hasTag: true,
          isEmpty: true,
          type: undefined,
          tag: headers.etag,
        },
      );
      assert.ok(again.headers['x-request-id'] !== undefined);
    }
  });

  it('is sent again once it says something else', async () => {
    const before = await ask('skills.search');
    await hub.ownerClient.ratings.rate.mutate({ skillId: 'acme/deploy-3', rating: 5 });
    const again = await ask('skills.search', { 'if-none-match': before.headers.etag ?? '' });
    assert.equal(again.status, 200);
    assert.notEqual(again.headers.etag, before.headers.etag);
  });

  it('comes whole, with its length', async () => {
    for (const path of ['skills.search', 'server.info', 'no.such']) {
      const { headers, body } = await ask(path);
      assert.equal(headers['content-length'], String(body.length), path);
      assert.equal(headers['transfer-encoding'], undefined, path);
    }
  });

  it('is not compressed on loopback', async () => {
    const { headers, body } = await ask('skills.search', { 'accept-encoding': 'gzip, br' });
    assert.equal(headers['content-encoding'], undefined);
    assert.equal(JSON.parse(body.toString()).result.data.json.items.length, 12);
  });

  describe('that leaves this machine', () => {
    before(function needOuterAddress() {
      // A machine without a network has only loopback.
      if (OUTER_ADDRESS === undefined) this.skip();
    });

    const askFromOutside = (path: string, headers: Record<string, string>) =>
      exchange(`http://${OUTER_ADDRESS}:${hub.port}${path}`, {
        headers: { host: `127.0.0.1:${hub.port}`, ...headers },
      });
    const gzip = { 'accept-encoding': 'gzip' };

    it('is compressed when it is of some size, and says the same under the same tag', async () => {
      const near = await ask('skills.search');
      const far = await askFromOutside('/trpc/skills.search', gzip);
      assert.equal(far.headers['content-encoding'], 'gzip');
      assert.equal(far.headers.etag, near.headers.etag);
      assert.ok(far.body.length < near.body.length / 2);
      assert.deepEqual(gunzipSync(far.body), near.body);
    });

    it('is not compressed when it is small, or the client does not take it', async () => {
      const { headers } = await askFromOutside('/trpc/server.info', gzip);
      assert.equal(headers['content-encoding'], undefined);
      for (const encoding of ['identity', 'gzip;q=0', 'br']) {
        const far = await askFromOutside('/trpc/skills.search', { 'accept-encoding': encoding });
        assert.equal(far.headers['content-encoding'], undefined, encoding);
      }
    });

    it('is never compressed when it is a bundle', async () => {
      const { bundleUrl } = await hub.client.installs.plan.query({ skillId: 'acme/deploy-1' });
      const { status, headers } = await askFromOutside(bundleUrl, gzip);
      assert.deepEqual([status, headers['content-encoding']], [200, undefined]);
    });
  });

  it('to a change is neither kept nor compressed', async () => {
    const { status, headers } = await mutate(
      hub.url,
      'ratings.rate',
      { skillId: 'acme/deploy-3', rating: 4 },
      { authorization: `Bearer ${hub.owner.token}` },
    );
    assert.deepEqual([status, headers.etag, headers['cache-control']], [200, undefined, undefined]);
  });
});
