import assert from 'node:assert/strict';
import type { Hub, HubUser } from '../support/app.ts';
import { skillId } from './deployHub.ts';
import { NOWHERE, startRatedHub, type RatedHub } from './ratedHub.ts';
import { refusalOf } from './refusal.ts';

describe('ratings under review', function () {
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
});
