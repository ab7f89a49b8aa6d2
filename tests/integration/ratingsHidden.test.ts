import assert from 'node:assert/strict';
import {
  ratingDifferences,
  verifiedDifferences,
} from '../../server/src/features/ratings/ratingCheck.repository.ts';
import type { Hub, HubUser } from '../support/app.ts';
import { skillId } from './deployHub.ts';
import { startRatedHub, type RatedHub } from './ratedHub.ts';
import { refusalOf } from './refusal.ts';

describe('ratings that reviewers hide', function () {
  this.timeout(60_000);
  let hub: Hub;
  let mia: HubUser;
  let noa: HubUser;
  let rex: HubUser;
  let ratingId: string;
  let hide: RatedHub['hide'];

  beforeEach(async () => {
    ({ hub, mia, noa, rex, ratingId, hide } = await startRatedHub());
  });
  afterEach(() => hub[Symbol.asyncDispose]());

  const namesSeenBy = async ({ client }: Pick<HubUser, 'client'>) => {
    const { items, total } = await client.ratings.list.query({ skillId, sort: 'lowest' });
    assert.equal(total, items.length);
    return items.map(({ userName }) => userName);
  };
  const figures = async () => {
    const { averageRating, ratingCount, verifiedRatingCount, ratingDistribution } =
      await hub.client.skills.byId.query({ id: skillId });
    const { items } = await hub.client.skills.search.query({ publisher: 'acme' });
    // The list keeps figures of its own.
    assert.deepEqual(
      [items[0]?.averageRating, items[0]?.ratingCount, items[0]?.verifiedRatingCount],
      [averageRating, ratingCount, verifiedRatingCount],
    );
    return { averageRating, ratingCount, verifiedRatingCount, ratingDistribution };
  };

  it('that are hidden count nowhere, and are listed for their author and reviewers alone', async () => {
    assert.deepEqual(await figures(), {
      averageRating: 3,
      ratingCount: 2,
      verifiedRatingCount: 1,
      ratingDistribution: [1, 0, 0, 0, 1],
    });
    await noa.client.ratings.report.mutate({ ratingId, reason: 'Rude.' });
    await hide();
    assert.deepEqual(await figures(), {
      averageRating: 5,
      ratingCount: 1,
      verifiedRatingCount: 0,
      ratingDistribution: [0, 0, 0, 0, 1],
    });
    assert.deepEqual(await namesSeenBy(hub), ['noa']);
    assert.deepEqual(await namesSeenBy(noa), ['noa']);
    assert.deepEqual(await namesSeenBy(mia), ['mia', 'noa']);
    assert.deepEqual(await namesSeenBy(rex), ['mia', 'noa']);
    assert.deepEqual((await rex.client.ratings.reports.query()).items, []);
    const unseen = await refusalOf(noa.client.ratings.report.mutate({ ratingId, reason: 'Rude.' }));
    assert.equal(unseen.reason, 'not_found');
  });

  it('that are hidden tell their author why', async () => {
    await hide('It insults.');
    const { rating } = await mia.client.ratings.mine.query({ skillId });
    const { since, ...hidden } = rating?.hidden ?? assert.fail();
    assert.ok(since instanceof Date);
    assert.deepEqual(hidden, { reason: 'It insults.', appeal: 'none' });
    const { items } = await mia.client.ratings.list.query({ skillId, stars: 1 });
    assert.equal(items[0]?.hidden?.reason, 'It insults.');
  });

  it('stay hidden when their author changes, removes and writes them anew, or installs', async () => {
    await noa.client.ratings.remove.mutate({ skillId });
    await hide();
    const { ratings } = mia.client;
    assert.deepEqual(await ratings.rate.mutate({ skillId, rating: 2 }), {
      action: 'updated',
      averageRating: 0,
      ratingCount: 0,
      hidden: true,
    });
    await ratings.remove.mutate({ skillId });
    assert.deepEqual(await ratings.rate.mutate({ skillId, rating: 3 }), {
      action: 'created',
      averageRating: 0,
      ratingCount: 0,
      hidden: true,
    });
    await mia.client.installs.install.mutate({ skillId });
    assert.equal((await ratings.mine.query({ skillId })).rating?.hidden?.reason, 'It insults.');
    assert.deepEqual(await figures(), {
      averageRating: 0,
      ratingCount: 0,
      verifiedRatingCount: 0,
      ratingDistribution: [0, 0, 0, 0, 0],
    });
  });

  it('become verified while they are hidden, and count so once they are restored', async () => {
    const own = await noa.client.ratings.mine.query({ skillId });
    const id = own.rating?.id ?? assert.fail();
    await rex.client.ratings.hide.mutate({ ratingId: id, reason: 'A bot.' });
    await noa.client.installs.install.mutate({ skillId });
    assert.equal((await figures()).verifiedRatingCount, 1);
    await rex.client.ratings.restore.mutate({ ratingId: id });
    assert.deepEqual(await figures(), {
      averageRating: 3,
      ratingCount: 2,
      verifiedRatingCount: 2,
      ratingDistribution: [1, 0, 0, 0, 1],
    });
  });

  it('are appealed for once, by their author, and restored', async () => {
    const early = await refusalOf(mia.client.ratings.appeal.mutate({ ratingId, text: 'Why?' }));
    assert.equal(early.message, 'This rating is not hidden: there is nothing to appeal against.');
    await hide();
    const text = 'I took the insult out.';
    const standing = await mia.client.ratings.appeal.mutate({ ratingId, text });
    assert.equal(standing.hidden?.appeal, 'open');
    // The same call again is the same appeal; another one is refused.
    await mia.client.ratings.appeal.mutate({ ratingId, text });
    const second = await refusalOf(mia.client.ratings.appeal.mutate({ ratingId, text: 'Hello?' }));
    assert.equal(
      second.message,
      'You have appealed for this rating before, and that is possible once.',
    );
    const appeals = (await rex.client.ratings.appeals.query()).items;
    assert.deepEqual(
      appeals.map((appeal) => [appeal.rating.id, appeal.text, appeal.rating.hidden?.reason]),
      [[ratingId, text, 'It insults.']],
    );
    assert.deepEqual(await rex.client.ratings.restore.mutate({ ratingId }), {
      ratingId,
      hidden: null,
    });
    assert.deepEqual((await rex.client.ratings.appeals.query()).items, []);
    assert.equal((await figures()).ratingCount, 2);
    assert.deepEqual(await namesSeenBy(hub), ['mia', 'noa']);
  });

  it('stay hidden when the appeal is rejected, and their author reads why', async () => {
    await hide();
    const early = await refusalOf(
      rex.client.ratings.rejectAppeal.mutate({ ratingId, reason: 'No.' }),
    );
    assert.deepEqual(
      [early.reason, early.message],
      ['not_found', 'No appeal for this rating waits for an answer.'],
    );
    await mia.client.ratings.appeal.mutate({ ratingId, text: 'They are.' });
    await rex.client.ratings.rejectAppeal.mutate({ ratingId, reason: 'It still insults.' });
    const { rating } = await mia.client.ratings.mine.query({ skillId });
    assert.deepEqual(
      [rating?.hidden?.appeal, rating?.hidden?.answer],
      ['rejected', 'It still insults.'],
    );
    const again = await refusalOf(mia.client.ratings.appeal.mutate({ ratingId, text: 'But!' }));
    assert.equal(again.reason, 'not_allowed');
    assert.deepEqual((await rex.client.ratings.appeals.query()).items, []);
  });

  it('are appealed for by nobody else', async () => {
    await hide();
    const other = await refusalOf(rex.client.ratings.appeal.mutate({ ratingId, text: 'Let her.' }));
    assert.equal(other.message, 'Only the author of a rating appeals for it.');
    const unseen = await refusalOf(
      noa.client.ratings.appeal.mutate({ ratingId, text: 'Let her.' }),
    );
    assert.equal(unseen.reason, 'not_found');
  });

  it('keep exact figures while people rate and reviewers hide and restore at once', async () => {
    const people: HubUser[] = [];
    for (let index = 0; index < 10; index += 1) people.push(await hub.addUser(`user-${index}`));
    const rate = async ({ client }: HubUser, round: number, index: number) => {
      await client.ratings.rate.mutate({ skillId, rating: ((index + round) % 5) + 1 });
      if ((index + round) % 4 === 0) await client.ratings.remove.mutate({ skillId });
      if ((index + round) % 7 === 0) await client.installs.install.mutate({ skillId });
    };
    for (let round = 0; round < 4; round += 1) {
      await Promise.all([
        ...people.map((person, index) => rate(person, round, index)),
        hide(`Round ${round}.`),
        rex.client.ratings.restore.mutate({ ratingId }),
      ]);
      await figures();
    }
    const em = hub.orm.em.fork();
    assert.deepEqual([await ratingDifferences(em), await verifiedDifferences(em)], [[], []]);
    const { averageRating, ratingCount, ratingDistribution } = await figures();
    const { items } = await hub.client.ratings.list.query({ skillId, limit: 100 });
    assert.equal(ratingCount, items.length);
    assert.deepEqual(
      ratingDistribution,
      [1, 2, 3, 4, 5].map((stars) => items.filter(({ rating }) => rating === stars).length),
    );
    assert.equal(averageRating, items.reduce((sum, { rating }) => sum + rating, 0) / items.length);
  });
});
