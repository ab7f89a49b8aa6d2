import assert from 'node:assert/strict';
import { DomainError } from '../../server/src/errors/domainError.ts';
import { RateLimits } from '../../server/src/features/policy/rateLimits.ts';
import { sweepRateLimits } from '../../server/src/jobs/sweepRateLimits.queue.ts';
import { startHub, type Hub, type HubUser } from '../support/app.ts';
import { skillText } from '../support/skillFolder.ts';
import { listenToStatements } from '../support/statements.ts';
import { exchange, mutate, queryUrl, sentFailure } from './exchange.ts';

const SKILL = 'acme/deploy';

describe('the limits of an account', function () {
  this.timeout(60_000);
  let hub: Hub;
  before(async () => {
    hub = await startHub({ config: { rateLimits: true } });
    await hub.importFiles({ 'deploy/SKILL.md': skillText({ name: 'deploy' }) });
  });
  after(() => hub[Symbol.asyncDispose]());

  const rate = (user: Pick<HubUser, 'token'>, rating = 5) =>
    mutate(
      hub.url,
      'ratings.rate',
      { skillId: SKILL, rating },
      { authorization: `Bearer ${user.token}` },
    );

  it('are thirty ratings a minute; more are told how long to wait, and cost no statement', async () => {
    const mia = await hub.addUser('mia');
    for (let call = 0; call < 30; call += 1) assert.equal((await rate(mia)).status, 200);
    const answer = await rate(mia, 1);
    const { retryAfterSeconds = 0, ...failure } = sentFailure(answer);
    assert.deepEqual(failure, {
      status: 429,
      reason: 'rate_limited',
      message: `Too many ratings: try again in ${retryAfterSeconds} seconds.`,
      requestIdAgrees: true,
    });
    assert.ok(retryAfterSeconds > 0 && retryAfterSeconds <= 60);
    assert.equal(answer.headers['retry-after'], String(retryAfterSeconds));

    const log = await listenToStatements(hub.orm);
    const heard = await log.during(() => rate(mia, 1));
    // Who calls is all that is looked up.
    assert.equal(heard.length, 1);
    const headers = { authorization: `Bearer ${mia.token}` };
    assert.equal(
      (await exchange(queryUrl(hub.url, 'skills.byId', { id: SKILL }), { headers })).status,
      200,
    );
    const { averageRating } = await hub.client.skills.byId.query({ id: SKILL });
    assert.equal(averageRating, 5);
  });

  it('are its own: another account at the same address goes on', async () => {
    const lea = await hub.addUser('lea');
    assert.equal((await rate(lea)).status, 200);
  });

  it('count each call of a batch', async () => {
    const kim = await hub.addUser('kim');
    const batch = Object.fromEntries(
      Array.from({ length: 10 }, (_, at) => [at, { json: { skillId: SKILL, rating: 5 } }]),
    );
    const paths = Array.from({ length: 10 }, () => 'ratings.rate').join(',');
    const send = () =>
      exchange(`${hub.url}/trpc/${paths}?batch=1`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${kim.token}` },
        body: JSON.stringify(batch),
      });
    for (let call = 0; call < 3; call += 1) assert.equal((await send()).status, 200);
    const answer = await send();
    assert.equal(sentFailure(answer).reason, 'rate_limited');
    assert.ok(Number(answer.headers['retry-after']) > 0);
  });

  it('spare the owner of a server that only this machine reaches', async () => {
    for (let call = 0; call < 35; call += 1) {
      await hub.ownerClient.ratings.rate.mutate({ skillId: SKILL, rating: 5 });
    }
  });

  it('cost whoever reads no statement', async () => {
    const log = await listenToStatements(hub.orm);
    const heard = await log.during(() => hub.client.session.whoAmI.query());
    assert.deepEqual(heard, []);
  });
});

describe('the limit of attempts to sign in', function () {
  this.timeout(60_000);

  it('slows down whoever guesses tokens, and nobody else at that address', async () => {
    await using hub = await startHub({ config: { rateLimits: true } });
    const mia = await hub.addUser('mia');
    const ask = (token: string) =>
      exchange(`${hub.url}/trpc/session.whoAmI`, {
        headers: { authorization: `Bearer ${token}` },
      });
    const statuses: number[] = [];
    for (let guess = 0; guess < 21; guess += 1) {
      statuses.push((await ask(`skm_guess-${guess}`)).status);
    }
    assert.deepEqual(statuses, [...Array.from({ length: 20 }, () => 401), 429]);
    const answer = await ask('skm_another');
    assert.match(
      sentFailure(answer).message,
      /^Too many attempts to sign in: try again in \d+ sec/,
    );
    assert.ok(Number(answer.headers['retry-after']) > 60);
    assert.equal((await ask(mia.token)).status, 200);
    assert.equal((await exchange(`${hub.url}/trpc/session.whoAmI`)).status, 200);
  });
});

describe('what is counted', function () {
  this.timeout(60_000);
  let hub: Hub;
  before(async () => (hub = await startHub()));
  after(() => hub[Symbol.asyncDispose]());

  const refusedAfter = async (limits: readonly RateLimits[], key: string): Promise<number> => {
    for (let count = 0; count < 200; count += 1) {
      try {
        await limits[count % limits.length]?.count('ratingByAccount', key);
      } catch (error) {
        assert.ok(error instanceof DomainError && error.reason === 'rate_limited');
        return count;
      }
    }
    return assert.fail('nothing was refused');
  };

  it('is shared by all servers of one database', async () => {
    const servers = Array.from({ length: 3 }, () => new RateLimits(hub.orm, () => false));
    assert.equal(await refusedAfter(servers, 'one'), 30);
    assert.equal(await refusedAfter(servers.slice(0, 1), 'two'), 30);
  });

  it('is exact when calls come at the same moment', async () => {
    const one = new RateLimits(hub.orm, () => false);
    const other = new RateLimits(hub.orm, () => false);
    const counted = await Promise.allSettled(
      Array.from({ length: 60 }, (_, at) =>
        (at % 2 === 0 ? one : other).count('ratingByAccount', 'many'),
      ),
    );
    assert.equal(counted.filter(({ status }) => status === 'fulfilled').length, 30);
  });

  it('is forgotten when its time is over', async () => {
    const em = hub.orm.em.fork();
    const keys = async () =>
      (await em.execute<{ key: string }[]>(`select key from rate_limits order by 1`)).map(
        ({ key }) => key,
      );
    const limits = new RateLimits(hub.orm, () => false);
    await limits.count('changeByAccount', 'old');
    await em.execute(`update rate_limits set expire = 1 where key = 'change:old'`);
    await limits.count('changeByAccount', 'fresh');
    const logger = { info: () => {}, warn: () => {}, error: () => {} };
    await sweepRateLimits.run({ orm: hub.orm, logger, signal: new AbortController().signal });
    const left = await keys();
    assert.ok(left.includes('change:fresh') && !left.includes('change:old'));
  });
});
