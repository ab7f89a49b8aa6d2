import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { openOrm } from '@skill-marketplace/server/database';
import { SkillSearchInput } from '@skill-marketplace/shared/contracts';
import { NO_NEWS } from '../../server/src/database/news.ts';
import { DomainError } from '../../server/src/errors/domainError.ts';
import { ANONYMOUS } from '../../server/src/features/accounts/actor.ts';
import { SearchService } from '../../server/src/features/search/search.service.ts';
import { CursorCodec } from '../../server/src/paging/cursor.ts';
import { startHub, type Hub } from '../support/app.ts';
import { cloneDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { startMarketplace } from '../support/marketplace.ts';
import { skillText } from '../support/skillFolder.ts';
import { queryUrl } from './exchange.ts';

/** While `work` runs nobody can read skills: every search waits in PostgreSQL. */
async function whileSkillsAreLocked(
  { orm }: Pick<Hub, 'orm'>,
  work: () => Promise<void>,
): Promise<void> {
  await orm.em.fork().transactional(async (em) => {
    await em.execute('lock table skills in access exclusive mode');
    await work();
  });
}

/** Statements of this hub that wait for a lock. */
async function waiting({ orm }: Pick<Hub, 'orm'>): Promise<number> {
  const [row] = await orm.em.fork().execute<{ count: number }[]>(
    `select count(*)::int as count from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return row?.count ?? 0;
}

describe('a search that takes too long', function () {
  this.timeout(60_000);
  let hub: Hub;

  before(async () => {
    hub = await startHub();
    await hub.importFiles({ 'memo/SKILL.md': skillText({ name: 'memo' }) });
  });
  after(() => hub[Symbol.asyncDispose]());

  for (const [what, input] of [
    ['words', { query: 'memo' }],
    ['a list', { sort: 'newest' }],
  ] as const) {
    it(`ends in the database when its caller goes away: ${what}`, async () => {
      await whileSkillsAreLocked(hub, async () => {
        const caller = new AbortController();
        const answer = fetch(queryUrl(hub.url, 'skills.search', input), { signal: caller.signal });
        await eventually(async () => assert.equal(await waiting(hub), 1));
        caller.abort();
        await assert.rejects(answer, { name: 'AbortError' });
        await eventually(async () => assert.equal(await waiting(hub), 0));
      });
      const { items } = await hub.client.skills.search.query(input);
      assert.deepEqual(
        items.map(({ name }) => name),
        ['memo'],
      );
    });
  }

  it('ends without a line past the log', async () => {
    await using database = await cloneDatabase();
    await using marketplace = await startMarketplace({ env: { DATABASE_URL: database.url } });
    await using cleanUp = new AsyncDisposableStack();
    const orm = await openOrm(database.address);
    cleanUp.defer(() => orm.close(true));
    const url = queryUrl(marketplace.url, 'skills.search', { query: 'review' });
    await whileSkillsAreLocked({ orm }, async () => {
      const caller = new AbortController();
      const answer = fetch(url, { signal: caller.signal });
      await eventually(async () => assert.equal(await waiting({ orm }), 1));
      caller.abort();
      await assert.rejects(answer, { name: 'AbortError' });
      await eventually(async () => assert.equal(await waiting({ orm }), 0));
    });
    // The log of this one comes after all that was said of the other.
    assert.equal((await fetch(url)).status, 200);
    await marketplace.stop();
    assert.doesNotMatch(marketplace.output(), /in the background|canceling statement/);
  });

  it('goes on for the others when one of those who ask the same goes away', async () => {
    const ask = (signal: AbortSignal | null) =>
      fetch(queryUrl(hub.url, 'skills.search', { query: 'memo', sort: 'name' }), { signal });
    const caller = new AbortController();
    const other = Promise.withResolvers<Response>();
    await whileSkillsAreLocked(hub, async () => {
      const abandoned = ask(caller.signal);
      await eventually(async () => assert.equal(await waiting(hub), 1));
      ask(null).then(other.resolve, other.reject);
      await eventually(async () => assert.ok((await waiting(hub)) >= 1));
      caller.abort();
      await assert.rejects(abandoned, { name: 'AbortError' });
    });
    assert.equal((await other.promise).status, 200);
  });

  it('is timed_out, with what to do about it, and ends in the database', async () => {
    const impatient = new SearchService(new CursorCodec(hub.identity.secret), NO_NEWS, 50);
    const scope = { em: hub.orm.em.fork(), actor: ANONYMOUS, requestId: randomUUID() };
    await whileSkillsAreLocked(hub, async () => {
      await assert.rejects(
        impatient.search(scope, SkillSearchInput.parse({ query: 'memo' })),
        (error) =>
          error instanceof DomainError &&
          error.reason === 'timed_out' &&
          error.message === 'This search took too long: use rarer words, or filters beside them.',
      );
      await eventually(async () => assert.equal(await waiting(hub), 0));
    });
  });

  it('is timed_out as well where the operator gave PostgreSQL a shorter time', async () => {
    const strict = await openOrm({ url: `${hub.databaseUrl}?options=-c%20statement_timeout%3D50` });
    try {
      const service = new SearchService(new CursorCodec(hub.identity.secret));
      const scope = { em: strict.em.fork(), actor: ANONYMOUS, requestId: randomUUID() };
      await whileSkillsAreLocked(hub, () =>
        assert.rejects(
          service.search(scope, SkillSearchInput.parse({ query: 'memo' })),
          (error) => error instanceof DomainError && error.reason === 'timed_out',
        ),
      );
    } finally {
      await strict.close(true);
    }
  });
});
