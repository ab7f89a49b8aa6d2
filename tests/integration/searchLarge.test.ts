import assert from 'node:assert/strict';
import type { MarketplaceInputs } from '@skill-marketplace/shared/client';
import { recountWords } from '../../server/src/features/search/dictionary.repository.ts';
import { startHub, type Hub } from '../support/app.ts';
import { listenToStatements } from '../support/statements.ts';
import { seedSkills } from './seededSkills.ts';

type SearchInput = MarketplaceInputs['skills']['search'];

const COUNT = 6000;

describe('a search of a large catalogue', function () {
  this.timeout(120_000);
  let hub: Hub;

  const search = (input: SearchInput) => hub.client.skills.search.query(input);
  const names = async (input: SearchInput) => (await search(input)).items.map(({ name }) => name);
  const execute = (statement: string) => hub.orm.em.fork().execute(statement);

  before(async () => {
    hub = await startHub();
    // All share a word and the beginning of their names; nobody installed any, as in a fresh catalogue.
    await seedSkills(hub, COUNT, `'widget-' || n`, `'Turns a widget, number ' || n || '.'`);
    await execute(`update skills set created_at = now() + interval '1 day' where name = 'widget-4321';
      update skills set rating_count = 200, rating_sum = 960 where name = 'widget-3210';
      update skills set rating_count = 1, rating_sum = 5 where name = 'widget-3211';
      update skills set name = 'widget', display_name = 'Widget' where name = 'widget-5999';
      update skills set publisher = 'globex', category = 'data' where name = 'widget-77'`);
    await recountWords(hub.orm.em.fork());
    await execute('analyze skills');
  });
  after(() => hub[Symbol.asyncDispose]());

  it('puts the exact name first, and the reference', async () => {
    assert.equal((await names({ query: 'widget' }))[0], 'widget');
    assert.equal((await names({ query: 'acme/widget' }))[0], 'widget');
    assert.equal((await names({ query: 'globex/widget-77' }))[0], 'widget-77');
    assert.equal((await names({ query: 'turns widget number' })).length, 20);
  });

  it('shows the newest and the best rated of skills that nobody has installed', async () => {
    const page = await names({ query: 'turns', limit: 100 });
    assert.ok(page.includes('widget-3210'), 'the best rated one');
    const all = await pages({ query: 'turns', limit: 100 });
    assert.ok(all.includes('widget-4321'), 'the newest one');
  });

  it('counts all of it, or says that it did not', async () => {
    const { total, totalIsEstimate } = await search({ query: 'turns' });
    assert.ok(totalIsEstimate ? Math.abs(total - COUNT) < COUNT / 10 : total === COUNT);
    const few = await search({ query: 'globex/widget-77' });
    assert.deepEqual([few.items[0]?.publisher, few.totalIsEstimate], ['globex', false]);
  });

  it('ranks rare words as a whole, with exact counts', async () => {
    const { items, total, totalIsEstimate } = await search({ query: 'widget number 1234' });
    assert.equal(items[0]?.name, 'widget-1234');
    assert.ok(!totalIsEstimate && total >= 1);
  });

  it('shows no skill twice on its pages by relevance', async () => {
    const all = await pages({ query: 'turns', limit: 30 });
    assert.equal(new Set(all).size, all.length);
    assert.ok(all.length >= 100);
  });

  it('counts a large result once a minute, whoever asks', async () => {
    const log = await listenToStatements(hub.orm);
    const input = { query: 'turns a', sort: 'installs' } as const;
    const first = await log.during(() => search(input));
    const again = await log.during(() => search({ ...input, limit: 5 }));
    assert.ok(again.length < first.length, `${first.length} statements, then ${again.length}`);
  });

  it('counts what it corrected and what READMEs hold, in every order', async () => {
    for (const sort of ['name', 'newest', 'relevance'] as const) {
      const { items, total, correctedQuery } = await search({ query: 'nubmer 1234', sort });
      assert.equal(correctedQuery, 'number 1234', sort);
      assert.ok(items.length > 0 && total >= items.length, sort);
    }
    await execute(`insert into skill_documents (skill_id, doc)
      select id, to_tsvector('english', 'knows zeppelins') from skills where name = 'widget-5'
      on conflict (skill_id) do update set doc = excluded.doc`);
    for (const sort of ['name', 'newest', 'relevance'] as const) {
      const { items, total } = await search({ query: 'zeppelins', sort });
      assert.deepEqual([items.map(({ name }) => name), total], [['widget-5'], 1], sort);
    }
  });

  it('goes through all READMEs that have a word, and ranks those of the most popular', async () => {
    const mentioned = 700;
    await execute(`insert into skill_documents (skill_id, doc)
      select id, to_tsvector('english', 'knows dirigibles') from skills order by name limit ${mentioned}
      on conflict (skill_id) do update set doc = excluded.doc`);
    await execute(`analyze skill_documents;
      update skills set install_count = 1 where id = (
        select skill_id from skill_documents where doc @@ 'dirig'::tsquery order by skill_id desc limit 1)`);
    const all = await pages({ query: 'dirigibles', sort: 'newest', limit: 100 });
    assert.deepEqual([all.length, new Set(all).size], [mentioned, mentioned]);
    const { items, total, totalIsEstimate } = await search({ query: 'dirigibles' });
    assert.deepEqual([items[0]?.installCount, totalIsEstimate], [1, true]);
    assert.ok(Math.abs(total - mentioned) < mentioned / 4, `${total}`);
    const none = await search({ query: 'dirigibles', category: 'media' });
    assert.deepEqual([none.items, none.total], [[], 0]);
  });

  it('counts those READMEs by every filter, and loses no row that a minus leaves', async () => {
    await execute(`insert into publishers (name, created_at) values ('initech', now());
      update skills set publisher = 'initech' where id in (
      select skill_id from skill_documents where doc @@ 'dirig'::tsquery order by skill_id limit 6)`);
    const rest = 700 - 6;
    const totals: [SearchInput, number, number][] = [
      [{ query: 'dirigibles', publisher: 'nobody' }, 0, 0],
      [{ query: 'dirigibles', publisher: 'initech' }, 6, 6],
      [{ query: 'dirigibles publisher:initech' }, 6, 6],
      [{ query: 'dirigibles -publisher:acme -publisher:globex' }, 6, 6],
      [{ query: 'dirigibles -publisher:initech' }, rest, 20],
      [{ query: 'dirigibles "knows dirigibles" publisher:initech' }, 6, 6],
      [{ query: 'dirigibles -knows' }, 0, 0],
    ];
    for (const [input, total, shown] of totals) {
      const found = await search(input);
      const what = JSON.stringify(input);
      assert.deepEqual([found.total, found.items.length], [total, shown], what);
      assert.equal((await search({ ...input, sort: 'name' })).total, total, what);
    }
  });

  it('shows what begins so while a word is typed, although somebody wrote it so', async () => {
    await execute(`insert into search_words (word, lexeme, skill_count) values ('wid', 'wid', 0)`);
    const { items } = await search({ query: 'wid' });
    assert.equal(items.length, 20);
    assert.deepEqual(items[0]?.match?.fields, ['name', 'description']);
  });

  it('combines filters with a common word', async () => {
    const { items, total, totalIsEstimate, facets } = await search({
      query: 'turns',
      category: 'data',
    });
    assert.deepEqual(
      [items.map(({ name }) => name), total, totalIsEstimate],
      [['widget-77'], 1, false],
    );
    assert.equal(
      facets.category.reduce((sum, { count }) => sum + count, 0),
      COUNT,
    );
  });

  async function pages(input: SearchInput): Promise<string[]> {
    const all: string[] = [];
    let page = await search(input);
    for (;;) {
      all.push(...page.items.map(({ name }) => name));
      if (page.nextCursor === null) return all;
      page = await search({ ...input, cursor: page.nextCursor });
    }
  }
});
