import assert from 'node:assert/strict';
import { type MarketplaceClient, type MarketplaceInputs } from '@skill-marketplace/shared/client';
import * as fc from 'fast-check';
import { startHub, type Hub } from '../support/app.ts';
import { skillText, type FileTree } from '../support/skillFolder.ts';
import { exchange, queryUrl, sentFailure } from './exchange.ts';
import { refusalOf } from './refusal.ts';

type SearchInput = Exclude<MarketplaceInputs['skills']['search'], void>;

const COUNT = 45;

/** So many skills below one publisher, numbered from `first` on, all of them about pages. */
function manySkills(count: number, first = 0): FileTree {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => {
      const name = `page-${String(first + index).padStart(3, '0')}`;
      return [`${name}/SKILL.md`, skillText({ name, description: `Turns page ${first + index}.` })];
    }),
  );
}

/** Follows the cursors to the end; `between` is done after each page. */
async function allPages(
  { skills }: MarketplaceClient,
  input: SearchInput,
  between: () => Promise<unknown> = async () => {},
): Promise<string[]> {
  const names: string[] = [];
  let page = await skills.search.query(input);
  names.push(...page.items.map(({ name }) => name));
  while (page.nextCursor !== null) {
    await between();
    page = await skills.search.query({ ...input, cursor: page.nextCursor });
    names.push(...page.items.map(({ name }) => name));
  }
  return names;
}

describe('the pages of a search', function () {
  this.timeout(60_000);
  let hub: Hub;
  let expected: string[];

  before(async () => {
    hub = await startHub();
    await hub.importFiles(manySkills(COUNT));
    // Equal values on both sides of many page ends: 15 skills a rating, 9 an install count.
    await hub.orm.em.fork().execute(`
      with numbered as (select id, row_number() over (order by name) as n from skills)
      update skills s set install_count = n % 5, rating_count = n % 3, rating_sum = 4 * (n % 3)
      from numbered where numbered.id = s.id`);
    expected = Object.keys(manySkills(COUNT)).map((path) => path.slice(0, 8));
  });
  after(() => hub[Symbol.asyncDispose]());

  for (const sort of ['installs', 'rating', 'newest', 'name', 'relevance'] as const) {
    it(`hold every skill once, sorted by ${sort}`, async () => {
      for (const limit of [1, 7, 45, 100]) {
        const names = await allPages(hub.client, { sort, limit, query: 'page' });
        assert.deepEqual(names.sort(), expected, `limit ${limit}`);
      }
    });
  }

  it('come in the same order as one long page', async () => {
    for (const sort of ['installs', 'rating', 'newest', 'name', 'relevance'] as const) {
      const whole = await allPages(hub.client, { sort, limit: 100, query: 'page' });
      assert.deepEqual(await allPages(hub.client, { sort, limit: 4, query: 'page' }), whole, sort);
    }
  });

  it('end with null, also when the last one is full', async () => {
    const { nextCursor } = await hub.client.skills.search.query({ limit: COUNT });
    assert.equal(nextCursor, null);
  });

  it('let the size change on the way', async () => {
    const first = await hub.client.skills.search.query({ limit: 10, sort: 'name' });
    const rest = await hub.client.skills.search.query({
      limit: 100,
      sort: 'name',
      cursor: first.nextCursor ?? '',
    });
    assert.equal(rest.items[0]?.name, 'page-010');
    assert.equal(rest.items.length, COUNT - 10);
  });

  it('belong to their question: another one is invalid_input', async () => {
    const asked: SearchInput = { query: 'page', category: 'other', sort: 'name', limit: 5 };
    const anyCategory: SearchInput = { query: 'page', sort: 'name', limit: 5 };
    const { nextCursor } = await hub.client.skills.search.query(anyCategory);
    const cursor = nextCursor ?? assert.fail();
    const others: SearchInput[] = [
      { ...asked },
      { ...anyCategory, query: 'pages' },
      { ...anyCategory, sort: 'newest' },
      { ...anyCategory, minRating: 1 },
      { ...anyCategory, tags: ['x'] },
      { ...anyCategory, publisher: 'acme' },
      { sort: 'name' },
    ];
    for (const other of others) {
      const error = await refusalOf(hub.client.skills.search.query({ ...other, cursor }));
      assert.deepEqual(
        [error.reason, error.field],
        ['invalid_input', 'cursor'],
        JSON.stringify(other),
      );
    }
    const error = await refusalOf(
      hub.client.ratings.list.query({ skillId: 'acme/page-000', cursor }),
    );
    assert.equal(error.reason, 'invalid_input');
  });

  it('belong to this marketplace: a cursor of another one is invalid_input', async () => {
    await using other = await startHub();
    await other.importFiles(manySkills(3));
    const { nextCursor } = await other.client.skills.search.query({ limit: 1 });
    const error = await refusalOf(
      hub.client.skills.search.query({ limit: 1, cursor: nextCursor ?? '' }),
    );
    assert.equal(error.reason, 'invalid_input');
  });

  it('cannot be asked for by a cursor that somebody changed', async () => {
    const { nextCursor } = await hub.client.skills.search.query({ limit: 5 });
    const cursor = Buffer.from(nextCursor ?? '', 'base64url');
    const changes = fc.record({
      at: fc.nat(cursor.length - 1),
      by: fc.integer({ min: 1, max: 255 }),
    });
    await fc.assert(
      fc.asyncProperty(changes, async ({ at, by }) => {
        const changed = Buffer.from(cursor);
        changed[at] = (changed[at] ?? 0) ^ by;
        const input = { limit: 5, cursor: changed.toString('base64url') };
        const failure = sentFailure(await exchange(queryUrl(hub.url, 'skills.search', input)));
        assert.deepEqual([failure.reason, failure.field], ['invalid_input', 'cursor']);
      }),
      { numRuns: 60 },
    );
  });

  it('lose no row and show none twice while others are added', async () => {
    for (const sort of ['name', 'newest', 'installs', 'rating'] as const) {
      let added = 500;
      const names = await allPages(hub.client, { sort, limit: 9, query: 'page' }, async () => {
        added += 1;
        await hub.importFiles(manySkills(1, added));
        await hub.orm.em
          .fork()
          .execute(
            `delete from versions where skill_id in (select id from skills where name >= 'page-400')`,
          );
      });
      assert.deepEqual(names.filter((name) => name < 'page-400').sort(), expected, sort);
      assert.equal(new Set(names).size, names.length, sort);
      await hub.orm.em.fork().execute(`delete from skills where name >= 'page-400'`);
    }
  });
});
