import assert from 'node:assert/strict';
import { createMarketplaceClient } from '@skill-marketplace/shared/client';
import type { RatingListInput } from '@skill-marketplace/shared/contracts';
import { startHub, type Hub, type HubUser } from '../support/app.ts';
import { skillText } from '../support/skillFolder.ts';
import { refusalOf } from './refusal.ts';

const skillId = 'acme/deploy';

describe('ratings', function () {
  this.timeout(60_000);
  let hub: Hub;

  beforeEach(async () => {
    hub = await startHub();
    await hub.importFiles({ 'deploy/SKILL.md': skillText({ name: 'deploy' }) });
  });
  afterEach(() => hub[Symbol.asyncDispose]());

  const aggregate = async () => {
    const { averageRating, ratingCount, verifiedRatingCount, ratingDistribution } =
      await hub.client.skills.byId.query({ id: skillId });
    return { averageRating, ratingCount, verifiedRatingCount, ratingDistribution };
  };

  it('are created, then updated: one a user', async () => {
    const { client } = await hub.addUser('mia');
    const first = await client.ratings.rate.mutate({ skillId, rating: 2, comment: ' Rough. ' });
    const second = await client.ratings.rate.mutate({ skillId, rating: 5 });
    assert.deepEqual(first, { action: 'created', averageRating: 2, ratingCount: 1 });
    assert.deepEqual(second, { action: 'updated', averageRating: 5, ratingCount: 1 });
    assert.deepEqual(await aggregate(), {
      averageRating: 5,
      ratingCount: 1,
      verifiedRatingCount: 0,
      ratingDistribution: [0, 0, 0, 0, 1],
    });
  });

  it('are listed with author, version and whose they are', async () => {
    const mia = await hub.addUser('mia');
    await mia.client.ratings.rate.mutate({ skillId, rating: 4, comment: ' Good. ' });
    const { items, total, nextCursor } = await mia.client.ratings.list.query({ skillId });
    const [{ id, createdAt, updatedAt, ...rating } = assert.fail()] = items;
    assert.match(id, /^[0-9a-f-]{36}$/);
    assert.ok(createdAt instanceof Date && createdAt.getTime() === updatedAt.getTime());
    assert.deepEqual(
      [rating, total, nextCursor],
      [
        {
          userName: 'mia',
          rating: 4,
          comment: 'Good.',
          version: '1.0.0',
          verified: false,
          mine: true,
        },
        1,
        null,
      ],
    );
    const others = await hub.client.ratings.list.query({ skillId });
    assert.equal(others.items[0]?.mine, false);
  });

  it('are removed with their part of the counts', async () => {
    const mia = await hub.addUser('mia');
    const noa = await hub.addUser('noa');
    await mia.client.installs.install.mutate({ skillId });
    await mia.client.ratings.rate.mutate({ skillId, rating: 1 });
    await noa.client.ratings.rate.mutate({ skillId, rating: 4 });
    const after = await mia.client.ratings.remove.mutate({ skillId });
    assert.deepEqual(after, { averageRating: 4, ratingCount: 1 });
    assert.deepEqual(await noa.client.ratings.remove.mutate({ skillId }), {
      averageRating: 0,
      ratingCount: 0,
    });
    assert.deepEqual(await aggregate(), {
      averageRating: 0,
      ratingCount: 0,
      verifiedRatingCount: 0,
      ratingDistribution: [0, 0, 0, 0, 0],
    });
    const again = await refusalOf(mia.client.ratings.remove.mutate({ skillId }));
    assert.deepEqual(
      [again.reason, again.message],
      ['not_found', 'You have not rated acme/deploy.'],
    );
  });

  it('are verified when the user installed the skill, before or after', async () => {
    const [mia, noa, tom] = await Promise.all(
      ['mia', 'noa', 'tom'].map((name) => hub.addUser(name)),
    );
    if (mia === undefined || noa === undefined || tom === undefined) assert.fail();
    await mia.client.installs.install.mutate({ skillId });
    await mia.client.ratings.rate.mutate({ skillId, rating: 5 });
    await noa.client.ratings.rate.mutate({ skillId, rating: 4 });
    await noa.client.installs.install.mutate({ skillId });
    await tom.client.ratings.rate.mutate({ skillId, rating: 3 });
    const { items } = await hub.client.ratings.list.query({ skillId, sort: 'highest' });
    assert.deepEqual(
      items.map(({ userName, verified }) => [userName, verified]),
      [
        ['mia', true],
        ['noa', true],
        ['tom', false],
      ],
    );
    assert.equal((await aggregate()).verifiedRatingCount, 2);
  });

  it('stay verified after an uninstall', async () => {
    const mia = await hub.addUser('mia');
    const { installId } = await mia.client.installs.install.mutate({ skillId });
    await mia.client.ratings.rate.mutate({ skillId, rating: 5 });
    await mia.client.installs.uninstall.mutate({ installId });
    await mia.client.ratings.rate.mutate({ skillId, rating: 4 });
    assert.deepEqual(await aggregate(), {
      averageRating: 4,
      ratingCount: 1,
      verifiedRatingCount: 1,
      ratingDistribution: [0, 0, 0, 1, 0],
    });
  });

  it('are bound to the version that the user has', async () => {
    const mia = await hub.addUser('mia');
    await mia.client.installs.install.mutate({ skillId });
    await hub.importFiles({ 'deploy/SKILL.md': skillText({ name: 'deploy', body: 'Changed.' }) });
    const noa = await hub.addUser('noa');
    await mia.client.ratings.rate.mutate({ skillId, rating: 5 });
    await noa.client.ratings.rate.mutate({ skillId, rating: 4 });
    const { items } = await hub.client.ratings.list.query({ skillId, sort: 'highest' });
    assert.deepEqual(
      items.map(({ userName, version }) => [userName, version]),
      [
        ['mia', '1.0.0'],
        ['noa', '1.0.1'],
      ],
    );
  });

  for (const rating of [0, 6, 3.5, -1]) {
    it(`of ${rating} stars are refused`, async () => {
      const mia = await hub.addUser('mia');
      const error = await refusalOf(mia.client.ratings.rate.mutate({ skillId, rating }));
      assert.deepEqual([error.reason, error.field], ['invalid_input', 'rating']);
    });
  }

  it('take a comment of 1,000 characters and refuse one of 1,001', async () => {
    const { client } = await hub.addUser('mia');
    const comment = 'é'.repeat(1000);
    await client.ratings.rate.mutate({ skillId, rating: 5, comment });
    const { items } = await client.ratings.list.query({ skillId });
    assert.equal(items[0]?.comment, comment);
    const error = await refusalOf(
      client.ratings.rate.mutate({ skillId, rating: 5, comment: `${comment}é` }),
    );
    assert.deepEqual([error.reason, error.field], ['invalid_input', 'comment']);
  });

  it('hold as many characters as the contract counts, also beyond the basic plane', async () => {
    const { client } = await hub.addUser('mia');
    const comment = '😀'.repeat(500);
    await client.ratings.rate.mutate({ skillId, rating: 5, comment });
    assert.equal((await client.ratings.list.query({ skillId })).items[0]?.comment, comment);
  });

  it('are kept in the record of changes, with who, before and after', async () => {
    const mia = await hub.addUser('mia');
    await mia.client.ratings.rate.mutate({ skillId, rating: 2, comment: 'Rough.' });
    await mia.client.ratings.rate.mutate({ skillId, rating: 5 });
    await mia.client.ratings.remove.mutate({ skillId });
    const events = await hub.orm.em.fork()
      .execute(`select action, actor_id, before ->> 'stars' as before, after ->> 'stars' as after, request_id is not null as traced
        from audit_events where subject_type = 'rating' order by id`);
    const shared = { actor_id: mia.id, traced: true };
    assert.deepEqual(events, [
      { action: 'rating.create', ...shared, before: null, after: '2' },
      { action: 'rating.update', ...shared, before: '2', after: '5' },
      { action: 'rating.remove', ...shared, before: '5', after: null },
    ]);
  });
});

describe('the list of ratings', function () {
  this.timeout(60_000);
  let hub: Hub;
  let people: HubUser[];

  before(async () => {
    hub = await startHub();
    await hub.importFiles({ 'deploy/SKILL.md': skillText({ name: 'deploy' }) });
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

describe('many ratings at once', function () {
  this.timeout(120_000);

  it('leave exact counts, sums and a distribution', async () => {
    await using hub = await startHub();
    await hub.importFiles({ 'deploy/SKILL.md': skillText({ name: 'deploy' }) });
    const people: HubUser[] = [];
    for (let index = 0; index < 200; index += 1) people.push(await hub.addUser(`user-${index}`));

    // Each rates twice and every fourth installs meanwhile: the last word of each counts, once.
    const results = await Promise.all(
      people.map(async ({ client }, index) => {
        const [first] = await Promise.all([
          client.ratings.rate.mutate({ skillId, rating: ((index + 1) % 5) + 1 }),
          ...(index % 4 === 0 ? [client.installs.install.mutate({ skillId })] : []),
        ]);
        const second = await client.ratings.rate.mutate({ skillId, rating: (index % 5) + 1 });
        return [first.action, second.action];
      }),
    );

    assert.deepEqual(
      results,
      people.map(() => ['created', 'updated']),
    );
    const { averageRating, ratingCount, verifiedRatingCount, installCount, ratingDistribution } =
      await hub.client.skills.byId.query({ id: skillId });
    assert.deepEqual(
      { averageRating, ratingCount, verifiedRatingCount, installCount, ratingDistribution },
      {
        averageRating: 3,
        ratingCount: 200,
        verifiedRatingCount: 50,
        installCount: 50,
        ratingDistribution: [40, 40, 40, 40, 40],
      },
    );
  });

  it('of one user at the same moment are one rating', async () => {
    await using hub = await startHub();
    await hub.importFiles({ 'deploy/SKILL.md': skillText({ name: 'deploy' }) });
    const { token } = await hub.addUser('mia');
    const actions = await Promise.all(
      Array.from({ length: 12 }, async (_, index) => {
        const client = createMarketplaceClient({ url: hub.url, token });
        return (await client.ratings.rate.mutate({ skillId, rating: (index % 5) + 1 })).action;
      }),
    );
    assert.deepEqual(actions.sort(), ['created', ...Array.from({ length: 11 }, () => 'updated')]);
    assert.equal((await hub.client.ratings.list.query({ skillId })).total, 1);
  });
});

describe('the database by itself', function () {
  this.timeout(60_000);
  let hub: Hub;
  before(async () => {
    hub = await startHub();
    await hub.importFiles({ 'deploy/SKILL.md': skillText({ name: 'deploy' }) });
    const { client } = await hub.addUser('mia');
    await client.ratings.rate.mutate({ skillId, rating: 3 });
    await client.installs.install.mutate({ skillId });
  });
  after(() => hub[Symbol.asyncDispose]());

  const refused: [string, string, string][] = [
    ['0 stars', 'update ratings set stars = 0', '23514'],
    ['6 stars', 'update ratings set stars = 6', '23514'],
    [
      'a second rating of one user and skill',
      'insert into ratings select gen_random_uuid(), user_id, skill_id, version_id, 1, null, false, now(), now() from ratings',
      '23505',
    ],
    ['a rating of no skill', 'update ratings set skill_id = gen_random_uuid()', '23503'],
    ['a rating of nobody', 'update ratings set user_id = gen_random_uuid()', '23503'],
    ['an install of no version', 'update installs set version_id = gen_random_uuid()', '23503'],
    [
      'two versions of one number',
      `insert into versions select gen_random_uuid(), skill_id, version, bundle_id, install_name, readme, analysis, provenance, scan, decision, yanked_at, advisory, created_by_id, created_at from versions`,
      '23505',
    ],
    ['a state that does not exist', `update versions set decision = 'maybe'`, '23514'],
    ['a scan that does not exist', `update versions set scan = 'fine'`, '23514'],
    ['a status that does not exist', `update skills set status = 'great'`, '23514'],
    ['a name that is no slug', `update skills set name = '../x'`, '23514'],
    ['a negative count', 'update skills set install_count = -1', '23514'],
    [
      'more verified ratings than ratings',
      'update skills set verified_rating_count = rating_count + 1',
      '23514',
    ],
    ['a sum that no ratings make', 'update skills set rating_sum = 6 * rating_count', '23514'],
    ['a blob that is not as long as it says', 'update blobs set size = size + 1', '23514'],
    ['a digest that is none', `update bundles set digest = 'md5:1'`, '23514'],
    ['a second marketplace', 'update instance set id = 2', '23514'],
    [
      'a second token of one hash',
      `insert into tokens select gen_random_uuid(), user_id, name, hash, scopes, created_at, null, null from tokens limit 1`,
      '23505',
    ],
  ];
  for (const [what, statement, code] of refused) {
    it(`refuses ${what}`, async () => {
      await assert.rejects(hub.orm.em.fork().execute(statement), { code });
    });
  }
});
