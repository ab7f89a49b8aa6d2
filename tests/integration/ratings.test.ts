import assert from 'node:assert/strict';
import type { Hub } from '../support/app.ts';
import { importSecondVersion, skillId, startDeployHub } from './deployHub.ts';
import { refusalOf } from './refusal.ts';

describe('ratings', function () {
  this.timeout(60_000);
  let hub: Hub;

  beforeEach(async () => {
    hub = await startDeployHub();
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
    await importSecondVersion(hub);
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
