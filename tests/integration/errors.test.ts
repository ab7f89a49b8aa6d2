import assert from 'node:assert/strict';
import { deserialize, stringify } from 'superjson';
import { startHub, type Hub } from '../support/app.ts';
import { skillText } from '../support/skillFolder.ts';
import { exchange, mutate, queryUrl, sentFailure, sentResult } from './exchange.ts';
import { refusalOf } from './refusal.ts';

const UNKNOWN_ID = '00000000-0000-4000-8000-000000000000';
const agrees = { requestIdAgrees: true };

describe('errors of a call', function () {
  this.timeout(30_000);
  let hub: Hub;
  let headers: { authorization: string };

  before(async () => {
    hub = await startHub();
    headers = { authorization: `Bearer ${(await hub.addUser('mia')).token}` };
    await hub.importFiles({ 'deploy/SKILL.md': skillText({ name: 'deploy' }) });
  });
  after(() => hub[Symbol.asyncDispose]());

  it('say invalid_input with the path of the bad field', async () => {
    const answer = await exchange(queryUrl(hub.url, 'skills.search', { limit: 0 }));
    const { message, ...failure } = sentFailure(answer);
    assert.deepEqual(failure, { status: 400, reason: 'invalid_input', field: 'limit', ...agrees });
    assert.match(message, /limit/);
  });

  it('name a field inside a list by its dotted path', async () => {
    const answer = await exchange(queryUrl(hub.url, 'skills.search', { tags: ['ok', ''] }));
    assert.equal(sentFailure(answer).field, 'tags.1');
  });

  it('say signed_out where an account is needed', async () => {
    const answer = await mutate(hub.url, 'ratings.rate', { skillId: 'acme/deploy', rating: 5 });
    const { message: _message, ...failure } = sentFailure(answer);
    assert.deepEqual(failure, { status: 401, reason: 'signed_out', ...agrees });
  });

  it('say signed_out for a token that does not hold, before anything else', async () => {
    const answer = await exchange(`${hub.url}/trpc/no.such`, {
      headers: { authorization: 'Bearer skm_nobodys' },
    });
    const { message: _message, ...failure } = sentFailure(answer);
    assert.deepEqual(failure, { status: 401, reason: 'signed_out', ...agrees });
  });

  it('say not_allowed when the token lacks the scope', async () => {
    const reader = await hub.addUser('reader', { scopes: ['read'] });
    const call = reader.client.ratings.rate.mutate({ skillId: 'acme/deploy', rating: 5 });
    const error = await refusalOf(call);
    assert.equal(error.reason, 'not_allowed');
  });

  it('say not_found for a skill that is not there, by id and by reference', async () => {
    for (const id of [UNKNOWN_ID, 'acme/nothing', 'atom:acme/deploy']) {
      const answer = await exchange(queryUrl(hub.url, 'skills.byId', { id }));
      const failure = sentFailure(answer);
      const message = `There is no skill ${id} here. Search for it, or check the spelling.`;
      assert.deepEqual(failure, { status: 404, reason: 'not_found', message, ...agrees });
    }
  });

  it('say not_found for a procedure that is not there', async () => {
    const { status, reason, requestIdAgrees } = sentFailure(
      await exchange(queryUrl(hub.url, 'skills.nothing', {})),
    );
    assert.deepEqual([status, reason, requestIdAgrees], [404, 'not_found', true]);
  });

  it('say not_found in the same shape for a path that is not there', async () => {
    const { status, reason, requestIdAgrees } = sentFailure(await exchange(`${hub.url}/nothing`));
    assert.deepEqual([status, reason, requestIdAgrees], [404, 'not_found', true]);
  });

  it('say invalid_input for a path that is no valid URL', async () => {
    for (const path of ['/trpc/%zz', '/bundles/%zz.zip', '/trpc/%']) {
      const { status, reason, requestIdAgrees } = sentFailure(await exchange(`${hub.url}${path}`));
      assert.deepEqual([status, reason, requestIdAgrees], [400, 'invalid_input', true], path);
    }
  });

  it('refuse a batch of eleven and take one of ten', async () => {
    const batch = (size: number, comma = ',') => {
      const paths = Array.from({ length: size }, () => 'server.info').join(comma);
      return exchange(`${hub.url}/trpc/${paths}?batch=1&input=%7B%7D`);
    };
    assert.equal((await batch(10)).status, 200);
    for (const comma of [',', '%2C']) {
      const { status, reason, requestIdAgrees } = sentFailure(await batch(11, comma));
      assert.deepEqual([status, reason, requestIdAgrees], [400, 'invalid_input', true]);
    }
  });

  it('say too_large for a body over 1 MiB', async () => {
    const input = { skillId: 'acme/deploy', rating: 5, comment: 'x'.repeat(1024 * 1024) };
    const { status, reason, requestIdAgrees } = sentFailure(
      await mutate(hub.url, 'ratings.rate', input, headers),
    );
    assert.deepEqual([status, reason, requestIdAgrees], [413, 'too_large', true]);
  });

  it('say too_large for a long body that comes in pieces without a length', async () => {
    const answer = await exchange(`${hub.url}/trpc/ratings.rate`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json', 'transfer-encoding': 'chunked' },
      body: JSON.stringify({ json: { comment: 'x'.repeat(1024 * 1024) } }),
    });
    assert.equal(sentFailure(answer).reason, 'too_large');
  });

  it('say invalid_input for a mutation that is no JSON', async () => {
    const answer = await exchange(`${hub.url}/trpc/ratings.rate`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: '{"json":',
    });
    const { status, reason, requestIdAgrees } = sentFailure(answer);
    assert.deepEqual([status, reason, requestIdAgrees], [400, 'invalid_input', true]);
  });

  for (const type of [
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
  ]) {
    it(`refuse a mutation sent as ${type}, as a web page's form could`, async () => {
      const answer = await exchange(`${hub.url}/trpc/ratings.rate`, {
        method: 'POST',
        headers: { ...headers, 'content-type': type },
        body: JSON.stringify({ json: { skillId: 'acme/deploy', rating: 1 } }),
      });
      assert.equal(sentFailure(answer).reason, 'invalid_input');
      const { ratingCount } = await hub.client.skills.byId.query({ id: 'acme/deploy' });
      assert.equal(ratingCount, 0);
    });
  }

  it('refuse a mutation by GET', async () => {
    const byGet = await exchange(
      queryUrl(hub.url, 'ratings.rate', { skillId: 'acme/deploy', rating: 1 }),
      { headers },
    );
    assert.deepEqual([byGet.status, sentFailure(byGet).reason], [405, 'invalid_input']);
  });

  it('keep a bug to itself: one sentence and the request id', async () => {
    await using broken = await startHub();
    await broken.orm.em.fork().execute('drop table ratings cascade');
    await broken.importFiles({ 'deploy/SKILL.md': skillText({ name: 'deploy' }) });
    const answer = await exchange(queryUrl(broken.url, 'skills.byId', { id: 'acme/deploy' }));
    assert.deepEqual(sentFailure(answer), {
      status: 500,
      reason: 'unexpected',
      ...agrees,
      message: 'Something went wrong on the server. Its log has more under the request id.',
    });
  });

  const hostile: [string, string][] = [
    ['null', 'null'],
    ['a number', '1'],
    ['text', '"x"'],
    ['a list', '[]'],
    ['no json key', '{}'],
    ['json that is null', '{"json":null}'],
    ['no JSON at all', '{'],
    ['nothing', ''],
    ['types for paths that are not there', '{"json":{},"meta":{"values":{"a.b":["Date"]}}}'],
    ['a type that does not exist', '{"json":{"query":"x"},"meta":{"values":{"query":["nope"]}}}'],
    ['a class', '{"json":{"query":"x"},"meta":{"values":{"query":[["class","X"]]}}}'],
    [
      'a regular expression that is none',
      '{"json":{"query":"("},"meta":{"values":{"query":["regexp"]}}}',
    ],
    ['a big integer that is none', '{"json":{"query":"x"},"meta":{"values":{"query":["bigint"]}}}'],
    ['an address that is none', '{"json":{"query":"x"},"meta":{"values":{"query":["URL"]}}}'],
    ['a map of nothing', '{"json":{"query":1},"meta":{"values":{"query":["map"]}}}'],
    [
      'a prototype',
      '{"json":{"__proto__":{"limit":1}},"meta":{"values":{"__proto__.x":["Date"]}}}',
    ],
    ['meta that is text', '{"json":{},"meta":"x"}'],
    ['meta that is null', '{"json":{},"meta":null}'],
    ['references to nothing', '{"json":{},"meta":{"referentialEqualities":{"a":["b"]}}}'],
    ['a deep value', `{"json":{"query":${'['.repeat(1000)}${']'.repeat(1000)}}}`],
    ['not a number', '{"json":{"minRating":"NaN"},"meta":{"values":{"minRating":["number"]}}}'],
    ['infinity', '{"json":{"limit":"Infinity"},"meta":{"values":{"limit":["number"]}}}'],
  ];
  for (const [what, input] of hostile) {
    it(`never say unexpected for an input that is ${what}`, async () => {
      const answer = await exchange(
        `${hub.url}/trpc/skills.search?input=${encodeURIComponent(input)}`,
      );
      if (answer.status === 200) sentResult(answer);
      else
        assert.deepEqual(
          [sentFailure(answer).reason, sentFailure(answer).requestIdAgrees],
          ['invalid_input', true],
        );
    });
  }

  it('never say unexpected for a batch whose input is none', async () => {
    for (const input of ['null', '1', '[]', '{"0":null}', '{"0":1}', '{']) {
      const answer = await exchange(
        `${hub.url}/trpc/skills.search,server.info?batch=1&input=${encodeURIComponent(input)}`,
      );
      assert.ok(answer.status < 500, `${input} gave ${answer.status} ${answer.body.toString()}`);
    }
  });

  const skillId = 'acme/deploy';
  const texts: [string, string, (text: string) => object][] = [
    ['GET', 'skills.search', (query) => ({ query })],
    ['GET', 'skills.search', (tag) => ({ tags: [tag] })],
    ['GET', 'skills.search', (cursor) => ({ cursor })],
    ['GET', 'skills.search', (category) => ({ category })],
    ['GET', 'skills.byId', (id) => ({ id })],
    ['GET', 'ratings.list', (cursor) => ({ skillId, cursor })],
    ['GET', 'installs.plan', (version) => ({ skillId, version })],
    ['GET', 'installs.list', (cursor) => ({ cursor })],
    ['GET', 'server.info', (text) => ({ nonce: text.repeat(16) })],
    ['POST', 'ratings.rate', (comment) => ({ skillId, rating: 5, comment })],
    ['POST', 'installs.install', (agentId) => ({ skillId, agentId })],
    ['POST', 'installs.install', (target) => ({ skillId, target })],
  ];
  for (const [method, procedure, inputOf] of texts) {
    const field = Object.keys(inputOf('')).at(-1);
    it(`never say unexpected for characters that PostgreSQL cannot hold, in ${field} of ${procedure}`, async () => {
      const statuses: Record<string, number> = {};
      for (const text of ['a\0b', 'a\ud800b', '\udfff']) {
        const { status } =
          method === 'GET'
            ? await exchange(queryUrl(hub.url, procedure, inputOf(text)), { headers })
            : await mutate(hub.url, procedure, inputOf(text), headers);
        if (status >= 500) statuses[JSON.stringify(text)] = status;
      }
      assert.deepEqual(statuses, {});
    });
  }
});

describe('an input', function () {
  this.timeout(30_000);
  let hub: Hub;
  before(async () => (hub = await startHub()));
  after(() => hub[Symbol.asyncDispose]());

  it('may be left out where all of it is optional', async () => {
    for (const procedure of [
      'skills.search',
      'server.info',
      'session.whoAmI',
      'skills.categories',
    ]) {
      assert.equal((await exchange(`${hub.url}/trpc/${procedure}`)).status, 200, procedure);
    }
  });

  it('may hold keys that the server does not know', async () => {
    const answer = await exchange(queryUrl(hub.url, 'skills.search', { colour: 'red', limit: 1 }));
    assert.deepEqual(sentResult(answer), {
      items: [],
      total: 0,
      totalIsEstimate: false,
      nextCursor: null,
      facets: {
        category: [],
        skillType: [],
        publisher: [],
        rating: ['4', '3', '2', '1'].map((value) => ({
          value,
          count: 0,
        })),
      },
    });
  });

  it('and its answer are in the wire format of superjson', async () => {
    await hub.importFiles({ 'deploy/SKILL.md': skillText({ name: 'deploy' }) });
    const { body } = await exchange(
      `${hub.url}/trpc/skills.search?input=${encodeURIComponent(stringify({ limit: 1 }))}`,
    );
    const sent = JSON.parse(body.toString());
    assert.deepEqual(sent.result.data.meta, {
      values: { 'items.0.createdAt': ['Date'], 'items.0.updatedAt': ['Date'] },
      v: 1,
    });
    assert.ok(deserialize(sent.result.data) instanceof Object);
  });
});
