import assert from 'node:assert/strict';
import {
  ratingDifferences,
  verifiedDifferences,
} from '../../server/src/features/ratings/ratingCheck.repository.ts';
import type { Hub, HubUser } from '../support/app.ts';
import { skillId, startDeployHub } from './deployHub.ts';
import { refusalOf } from './refusal.ts';

const NOWHERE = '00000000-0000-4000-8000-000000000000';

describe('ratings under review', function () {
  this.timeout(60_000);
  let hub: Hub;
  let mia: HubUser;
  let noa: HubUser;
  let rex: HubUser;
  let ratingId: string;

  beforeEach(async () => {
    hub = await startDeployHub();
    mia = await hub.addUser('mia');
    noa = await hub.addUser('noa');
    rex = await hub.addUser('rex', { roles: ['member', 'reviewer'] });
    await mia.client.installs.install.mutate({ skillId });
    await mia.client.ratings.rate.mutate({ skillId, rating: 1, comment: 'You are fools.' });
    await noa.client.ratings.rate.mutate({ skillId, rating: 5 });
    const own = await mia.client.ratings.mine.query({ skillId });
    ratingId = own.rating?.id ?? assert.fail();
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
  const hide = (reason = 'It insults.') => rex.client.ratings.hide.mutate({ ratingId, reason });

  it('are reported once a user, with a reason that may change while it waits', async () => {
    const { ratings } = noa.client;
    await ratings.report.mutate({ ratingId, reason: 'Rude.' });
    await ratings.report.mutate({ ratingId, reason: 'It insults people.' });
    const [{ rating, reports } = assert.fail(), ...others] = (
      await rex.client.ratings.reports.query()
    ).items;
    assert.equal(others.length, 0);
    assert.deepEqual(
      [rating.id, rating.reference, rating.userName, rating.comment],
      [ratingId, skillId, 'mia', 'You are fools.'],
    );
    assert.deepEqual(
      reports.map(({ by, reason }) => [by, reason]),
      [['noa', 'It insults people.']],
    );
  });

  it('cannot be reported by their authors, without a reason, with a long one, or when there are none', async () => {
    const own = await refusalOf(mia.client.ratings.report.mutate({ ratingId, reason: 'Mine.' }));
    assert.deepEqual(
      [own.reason, own.message],
      ['not_allowed', 'This is your own rating: change or remove it instead of reporting it.'],
    );
    for (const reason of ['', '  ', 'x'.repeat(501)]) {
      const { field } = await refusalOf(noa.client.ratings.report.mutate({ ratingId, reason }));
      assert.equal(field, 'reason');
    }
    const none = await refusalOf(
      noa.client.ratings.report.mutate({ ratingId: NOWHERE, reason: 'Gone.' }),
    );
    assert.equal(none.reason, 'not_found');
  });

  it('that reviewers let stand are reported again only after a change', async () => {
    await noa.client.ratings.report.mutate({ ratingId, reason: 'Rude.' });
    const standing = await rex.client.ratings.dismissReports.mutate({ ratingId });
    assert.deepEqual(standing, { ratingId, hidden: null });
    assert.deepEqual((await rex.client.ratings.reports.query()).items, []);
    const again = await refusalOf(noa.client.ratings.report.mutate({ ratingId, reason: 'Rude!' }));
    assert.equal(
      again.message,
      'You have reported this rating before, and reviewers let it stand.',
    );
    await mia.client.ratings.rate.mutate({ skillId, rating: 1, comment: 'Still fools.' });
    await noa.client.ratings.report.mutate({ ratingId, reason: 'Rude again.' });
    assert.equal((await rex.client.ratings.reports.query()).items.length, 1);
  });

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

  it('are decided about neither by their authors nor by members of the publisher', async () => {
    const roles = ['member' as const, 'reviewer' as const];
    const pat = await hub.addUser('pat', { roles, publishers: ['acme'] });
    const partial = await refusalOf(pat.client.ratings.hide.mutate({ ratingId, reason: 'Bad.' }));
    assert.deepEqual(
      [partial.reason, partial.message],
      [
        'not_allowed',
        'You are a member of the publisher acme: another reviewer has to decide about ratings of its skills.',
      ],
    );
    await rex.client.ratings.rate.mutate({ skillId, rating: 2 });
    const own = (await rex.client.ratings.mine.query({ skillId })).rating?.id ?? assert.fail();
    const self = await refusalOf(rex.client.ratings.restore.mutate({ ratingId: own }));
    assert.equal(self.message, 'This is your own rating: another reviewer has to decide about it.');
  });

  it('are decided about by reviewers only', async () => {
    const { ratings } = noa.client;
    for (const call of [
      () => ratings.hide.mutate({ ratingId, reason: 'No.' }),
      () => ratings.restore.mutate({ ratingId }),
      () => ratings.rejectAppeal.mutate({ ratingId, reason: 'No.' }),
      () => ratings.dismissReports.mutate({ ratingId }),
      () => ratings.reports.query(),
      () => ratings.appeals.query(),
    ]) {
      assert.equal((await refusalOf(call())).reason, 'not_allowed');
    }
  });

  it('leave who decided what, and why, in the record of changes', async () => {
    await noa.client.ratings.report.mutate({ ratingId, reason: 'Rude.' });
    await hide('It insults.');
    await hide('It insults.');
    await mia.client.ratings.appeal.mutate({ ratingId, text: 'Sorry.' });
    await rex.client.ratings.rejectAppeal.mutate({ ratingId, reason: 'No.' });
    await rex.client.ratings.restore.mutate({ ratingId });
    await refusalOf(noa.client.ratings.report.mutate({ ratingId, reason: 'Rude!' }));
    const events = await hub.orm.em.fork().execute(
      `select e.action, u.name, e.before, e.after from audit_events e join users u on u.id = e.actor_id
        where e.subject_id = ? and e.action <> 'rating.create' order by e.id`,
      [ratingId],
    );
    assert.deepEqual(events, [
      { action: 'rating.report', name: 'noa', before: null, after: { reason: 'Rude.' } },
      {
        action: 'rating.hide',
        name: 'rex',
        before: { reason: null },
        after: { reason: 'It insults.' },
      },
      { action: 'rating.appeal', name: 'mia', before: null, after: { appeal: 'Sorry.' } },
      {
        action: 'rating.rejectAppeal',
        name: 'rex',
        before: { appeal: 'Sorry.' },
        after: { reason: 'No.' },
      },
      {
        action: 'rating.restore',
        name: 'rex',
        before: { reason: 'It insults.', appeal: 'Sorry.' },
        after: null,
      },
    ]);
  });

  it('wait in pages for reviewers, each of them once', async () => {
    const waiting: string[] = [];
    for (let index = 0; index < 5; index += 1) {
      const { client } = await hub.addUser(`rater-${index}`);
      await client.ratings.rate.mutate({ skillId, rating: 2 });
      const own = (await client.ratings.mine.query({ skillId })).rating?.id ?? assert.fail();
      await mia.client.ratings.report.mutate({ ratingId: own, reason: 'A bot.' });
      await noa.client.ratings.report.mutate({ ratingId: own, reason: 'A robot.' });
      waiting.push(own);
    }
    type Part = { items: { rating: { id: string } }[]; nextCursor: string | null };
    const pagesOf = async (page: (cursor: string | undefined) => Promise<Part>) => {
      const ids: string[][] = [];
      for (let cursor: string | null | undefined = undefined; cursor !== null;) {
        const part: Part = await page(cursor);
        ids.push(part.items.map(({ rating }) => rating.id));
        cursor = part.nextCursor;
      }
      return ids;
    };
    const { ratings } = rex.client;
    assert.deepEqual(await pagesOf((cursor) => ratings.reports.query({ limit: 2, cursor })), [
      waiting.slice(0, 2),
      waiting.slice(2, 4),
      waiting.slice(4),
    ]);
    for (const [index, id] of waiting.entries()) {
      const { client } = await hub.addUser(`rater-${index}`);
      await ratings.hide.mutate({ ratingId: id, reason: 'A bot.' });
      await client.ratings.appeal.mutate({ ratingId: id, text: 'I am none.' });
    }
    assert.deepEqual(await pagesOf((cursor) => ratings.appeals.query({ limit: 3, cursor })), [
      waiting.slice(0, 3),
      waiting.slice(3),
    ]);
    const { nextCursor } = await ratings.appeals.query({ limit: 1 });
    const foreign = ratings.reports.query({ cursor: nextCursor ?? '' });
    assert.deepEqual((await refusalOf(foreign)).field, 'cursor');
  });

  it('of a skill that is hidden from those who ask are as none to them', async () => {
    await hub.ownerClient.skills.setVisibility.mutate({ skillId, visibility: 'members' });
    const report = (id: string) =>
      refusalOf(noa.client.ratings.report.mutate({ ratingId: id, reason: 'Rude.' }));
    const { reason, message } = await report(ratingId);
    const none = await report(NOWHERE);
    assert.deepEqual([reason, message], [none.reason, none.message]);
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
