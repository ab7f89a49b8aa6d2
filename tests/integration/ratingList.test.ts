import assert from 'node:assert/strict';
import type { RatingListInput } from '@skill-marketplace/shared/contracts';
import type { Hub, HubUser } from '../support/app.ts';
import { skillText } from '../support/skillFolder.ts';
import { skillId, startDeployHub } from './deployHub.ts';
import { refusalOf } from './refusal.ts';

describe('the list of ratings', function () {
  this.timeout(60_000);
  let hub: Hub;
  let people: HubUser[];

  before(async () => {
    hub = await startDeployHub();
    people = [];
    for (let index = 0; index < 13; index += 1) {
      const user = await hub.addUser(`user-${String(index).padStart(2, '0')}`);
      people.push(user);
      if (index % 4 === 0) await user.client.installs.install.mutate({ skillId });
      await user.client.ratings.rate.mutate({ skillId, rating: (index % 5) + 1 });
    }
  });
  after(() => hub[Symbol.asyncDispose]());

  const allPages = async (input: Partial<RatingListInput>) => {
    const items: { userName: string; rating: number; verified: boolean }[] = [];
    let page = await hub.client.ratings.list.query({ skillId, ...input });
    items.push(...page.items);
    while (page.nextCursor !== null) {
      const cursor = page.nextCursor;
      page = await hub.client.ratings.list.query({ skillId, ...input, cursor });
      items.push(...page.items);
    }
    return items;
  };
  const newestFirst = () => people.map(({ name }) => name).toReversed();

  it('is newest first, and its pages hold each rating once', async () => {
    for (const limit of [1, 4, 13, 100]) {
      const names = (await allPages({ limit })).map(({ userName }) => userName);
      assert.deepEqual(names, newestFirst(), `limit ${limit}`);
    }
  });

  for (const [sort, sign] of [
    ['highest', -1],
    ['lowest', 1],
  ] as const) {
    it(`is sorted by ${sort}, and its pages hold each rating once`, async () => {
      const items = await allPages({ sort, limit: 3 });
      const stars = items.map(({ rating }) => rating);
      assert.deepEqual(
        stars,
        stars.toSorted((a, b) => sign * (a - b)),
      );
      assert.deepEqual(items.map(({ userName }) => userName).sort(), newestFirst().sort());
    });
  }

  it('is filtered by stars and by verified, with its total', async () => {
    const { ratings } = hub.client;
    const fives = await ratings.list.query({ skillId, stars: 5 });
    assert.deepEqual(
      [fives.total, fives.items.map(({ userName }) => userName)],
      [2, ['user-09', 'user-04']],
    );
    const verified = await ratings.list.query({ skillId, verified: true, limit: 2 });
    assert.deepEqual([verified.total, verified.items.length], [4, 2]);
    assert.equal((await ratings.list.query({ skillId, verified: false })).total, 9);
    assert.equal((await ratings.list.query({ skillId, verified: true, stars: 5 })).total, 1);
  });

  it('refuses a cursor of another skill, sort or filter', async () => {
    await hub.importFiles({ 'other/SKILL.md': skillText({ name: 'other' }) });
    const { nextCursor } = await hub.client.ratings.list.query({ skillId, limit: 2 });
    const cursor = nextCursor ?? assert.fail();
    const others = [
      { skillId: 'acme/other' },
      { skillId, sort: 'highest' as const },
      { skillId, stars: 5 },
      { skillId, verified: true },
    ];
    for (const other of others) {
      const error = await refusalOf(hub.client.ratings.list.query({ ...other, cursor }));
      assert.deepEqual([error.reason, error.field], ['invalid_input', 'cursor']);
    }
  });

  it('takes the same cursor for the id and the reference of one skill', async () => {
    const { id } = await hub.client.skills.byId.query({ id: skillId });
    const { nextCursor } = await hub.client.ratings.list.query({ skillId, limit: 12 });
    const rest = await hub.client.ratings.list.query({ skillId: id, cursor: nextCursor ?? '' });
    assert.deepEqual(
      rest.items.map(({ userName }) => userName),
      ['user-00'],
    );
  });
});
