import assert from 'node:assert/strict';
import { startHub, type Hub, type HubUser } from '../support/app.ts';
import { exchange, type Answer, type Question } from './exchange.ts';

/** Sends so many requests, a few at once; gives how many were answered with each status. */
async function statusesOf(count: number, send: (at: number) => Promise<Answer>) {
  const statuses: Record<number, number> = {};
  let sent = 0;
  const sender = async (): Promise<void> => {
    while (sent < count) {
      sent += 1;
      const { status } = await send(sent);
      statuses[status] = (statuses[status] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: 8 }, sender));
  return statuses;
}

describe('the limits of an address', function () {
  this.timeout(60_000);
  let hub: Hub;
  let mia: HubUser;
  beforeEach(async () => {
    // As behind one proxy, on a server that others reach.
    hub = await startHub({
      config: { rateLimits: true, boundToLoopback: false, trustProxy: 1 },
    });
    mia = await hub.addUser('mia');
  });
  afterEach(() => hub[Symbol.asyncDispose]());

  const ask = (path: string, from: string, question: Question = {}) =>
    exchange(`${hub.url}${path}`, {
      ...question,
      headers: { 'x-forwarded-for': from, ...question.headers },
    });
  const WHO = '/trpc/session.whoAmI';

  it('are not passed by names before the address that the proxy saw', async () => {
    const statuses = await statusesOf(700, (at) => ask(WHO, `10.9.${at % 250}.${at}, 10.0.0.1`));
    assert.deepEqual(statuses, { 200: 600, 429: 100 });
  });

  it('are those of the proxy where none is trusted, whatever it says', async () => {
    await using untrusting = await startHub({ config: { rateLimits: true } });
    const statuses = await statusesOf(700, (at) =>
      exchange(`${untrusting.url}${WHO}`, { headers: { 'x-forwarded-for': `10.0.0.${at}` } }),
    );
    assert.deepEqual(statuses, { 200: 600, 429: 100 });
  });

  it('are not passed by addresses of one IPv6 network', async () => {
    const statuses = await statusesOf(700, (at) => ask(WHO, `2001:db8:1:2::${at.toString(16)}`));
    assert.deepEqual(statuses, { 200: 600, 429: 100 });
  });

  for (const [what, path] of [
    ['a batch', `/trpc/${Array.from({ length: 10 }, () => 'server.info').join(',')}?batch=1`],
    [
      'a batch under another spelling of its path',
      `/TRPC/${Array.from({ length: 10 }, () => 'server.info').join('%2C')}?batch=1`,
    ],
  ] as const) {
    it(`count each call of ${what}`, async () => {
      const statuses = await statusesOf(70, () => ask(path, '10.0.0.1'));
      assert.deepEqual(statuses, { 200: 60, 429: 10 });
    });
  }

  it('count what is nowhere, and what asks for the head only', async () => {
    const statuses = await statusesOf(700, (at) =>
      at % 2 === 0 ? ask('/nowhere', '10.0.0.1') : ask('/', '10.0.0.1', { method: 'HEAD' }),
    );
    assert.equal(statuses[429], 100);
  });

  it('let in who has signed in, when somebody else has used up those of a shared address', async () => {
    const office = '10.0.0.1';
    await statusesOf(620, (at) =>
      ask(WHO, office, { headers: { authorization: `Bearer skm_guess${at}` } }),
    );
    assert.equal((await ask(WHO, office)).status, 429);
    const headers = { authorization: `Bearer ${mia.token}` };
    assert.equal((await ask(WHO, office, { headers })).status, 200);
  });

  it('leave each account its own, also at an address without any left', async () => {
    const headers = { authorization: `Bearer ${mia.token}` };
    const statuses = await statusesOf(700, () => ask(WHO, '10.0.0.1', { headers }));
    assert.deepEqual(statuses, { 200: 600, 429: 100 });
    const lea = await hub.addUser('lea');
    const other = await ask(WHO, '10.0.0.1', { headers: { authorization: `Bearer ${lea.token}` } });
    assert.equal(other.status, 200);
  });

  it('end for an account too, also with calls that it may not make', async () => {
    const calls = Array.from({ length: 10 }, () => 'accounts.list').join(',');
    const headers = { authorization: `Bearer ${mia.token}` };
    const statuses = await statusesOf(150, () =>
      ask(`/trpc/${calls}?batch=1`, '10.0.0.1', { headers }),
    );
    // What the address has, and then what the account has beyond it.
    assert.deepEqual(statuses, { 403: 60 + 72, 429: 18 });
  });

  it('are one for all tokens of an account, from wherever', async () => {
    const tokens = [mia.token, (await hub.addUser('mia')).token];
    const statuses = await statusesOf(700, (at) =>
      ask(WHO, `10.1.${at % 200}.1`, {
        headers: { authorization: `Bearer ${tokens[at % 2] ?? ''}` },
      }),
    );
    assert.deepEqual(statuses, { 200: 600, 429: 100 });
  });
});
