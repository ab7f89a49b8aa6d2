import assert from 'node:assert/strict';
import type { Hub } from '../support/app.ts';
import { MembershipService } from '../../server/src/features/accounts/membership.service.ts';
import { CursorCodec } from '../../server/src/paging/cursor.ts';
import { importSecondVersion, skillId, startDeployHub } from './deployHub.ts';
import { refusalOf } from './refusal.ts';

describe("one's own rating", function () {
  this.timeout(60_000);
  let hub: Hub;

  beforeEach(async () => {
    hub = await startDeployHub();
  });
  afterEach(() => hub[Symbol.asyncDispose]());

  const join = (user: string) =>
    new MembershipService(new CursorCodec(hub.identity.secret)).change(
      { em: hub.orm.em.fork(), actor: hub.owner.actor, requestId: 'test' },
      { change: 'add', publisher: 'acme', user },
    );

  it('is nothing at first, with the version that it would be bound to', async () => {
    const mia = await hub.addUser('mia');
    assert.deepEqual(await mia.client.ratings.mine.query({ skillId }), {
      rating: null,
      versionToRate: '1.0.0',
      isOfOtherVersion: false,
      history: [],
    });
  });

  it('is removed also where its author does not see the skill any more, and tells nothing of it', async () => {
    const mia = await hub.addUser('mia');
    const noa = await hub.addUser('noa');
    await mia.client.ratings.rate.mutate({ skillId, rating: 1 });
    await noa.client.ratings.rate.mutate({ skillId, rating: 5 });
    await hub.ownerClient.skills.setVisibility.mutate({ skillId, visibility: 'members' });
    assert.deepEqual(await mia.client.ratings.remove.mutate({ skillId }), {
      averageRating: 0,
      ratingCount: 0,
    });
    const { averageRating, ratingCount } = await hub.ownerClient.skills.byId.query({ id: skillId });
    assert.deepEqual([averageRating, ratingCount], [5, 1]);
    const refusals = [
      await refusalOf(mia.client.ratings.remove.mutate({ skillId })),
      await refusalOf(mia.client.ratings.remove.mutate({ skillId: 'acme/never-there' })),
    ];
    assert.deepEqual(
      refusals.map(({ reason, message }) => [reason, message.replace(/acme\/[a-z-]+/, 'it')]),
      Array.from({ length: 2 }, () => [
        'not_found',
        'There is no skill it here. Search for it, or check the spelling.',
      ]),
    );
  });

  it('keeps everything that was said before, the newest first', async () => {
    const { client } = await hub.addUser('mia');
    await client.ratings.rate.mutate({ skillId, rating: 2, comment: 'Rough.' });
    await client.ratings.rate.mutate({ skillId, rating: 4 });
    await client.ratings.remove.mutate({ skillId });
    await client.ratings.rate.mutate({ skillId, rating: 5 });
    const { rating, history } = await client.ratings.mine.query({ skillId });
    assert.equal(rating?.rating, 5);
    assert.deepEqual(
      history.map(({ since, until, ...earlier }) => ({ ...earlier, ordered: since <= until })),
      [
        { rating: 4, comment: null, version: '1.0.0', endedBy: 'remove', ordered: true },
        { rating: 2, comment: 'Rough.', version: '1.0.0', endedBy: 'update', ordered: true },
      ],
    );
  });

  it('is not changed, and nothing is recorded, by the same call again', async () => {
    const { client } = await hub.addUser('mia');
    await client.ratings.rate.mutate({ skillId, rating: 4, comment: 'Good.' });
    const before = await client.ratings.mine.query({ skillId });
    const again = await client.ratings.rate.mutate({ skillId, rating: 4, comment: 'Good.' });
    assert.deepEqual(again, { action: 'updated', averageRating: 4, ratingCount: 1 });
    assert.deepEqual(await client.ratings.mine.query({ skillId }), before);
    const [{ count }] = await hub.orm.em
      .fork()
      .execute<[{ count: number }]>(
        `select count(*)::int as count from audit_events where subject_type = 'rating'`,
      );
    assert.equal(count, 1);
  });

  it('is of another version once its author has updated, until it is said anew', async () => {
    const { client } = await hub.addUser('mia');
    await client.installs.install.mutate({ skillId });
    await client.ratings.rate.mutate({ skillId, rating: 4 });
    await importSecondVersion(hub);
    assert.equal((await client.ratings.mine.query({ skillId })).isOfOtherVersion, false);
    await client.installs.install.mutate({ skillId });
    const { rating, versionToRate, isOfOtherVersion } = await client.ratings.mine.query({
      skillId,
    });
    assert.deepEqual([rating?.version, versionToRate, isOfOtherVersion], ['1.0.0', '1.0.1', true]);
    await client.ratings.rate.mutate({ skillId, rating: 4 });
    const after = await client.ratings.mine.query({ skillId });
    assert.deepEqual([after.rating?.version, after.isOfOtherVersion], ['1.0.1', false]);
    assert.equal(after.history.length, 1);
  });

  it('is refused to members of the publisher, admins too, and nothing changes', async () => {
    for (const roles of [['member' as const], ['member' as const, 'admin' as const]]) {
      const { client } = await hub.addUser(roles.join('-'), { roles, publishers: ['acme'] });
      const { reason, message } = await refusalOf(
        client.ratings.rate.mutate({ skillId, rating: 5 }),
      );
      const sentence =
        'You are a member of the publisher acme, and nobody rates the skills of their own publisher.';
      assert.deepEqual([reason, message], ['not_allowed', sentence]);
      assert.equal((await client.ratings.mine.query({ skillId })).refusal, sentence);
    }
    assert.equal((await hub.client.ratings.list.query({ skillId })).total, 0);
  });

  it('of who joins the publisher later stands as it was said, is marked, and can only be removed', async () => {
    const { client } = await hub.addUser('mia');
    await client.ratings.rate.mutate({ skillId, rating: 5 });
    await join('mia');
    const { items } = await hub.client.ratings.list.query({ skillId });
    assert.deepEqual(
      items.map(({ userName, ofPublisher }) => [userName, ofPublisher]),
      [['mia', true]],
    );
    const refused = await refusalOf(client.ratings.rate.mutate({ skillId, rating: 4 }));
    assert.equal(refused.reason, 'not_allowed');
    assert.equal((await client.ratings.remove.mutate({ skillId })).ratingCount, 0);
  });

  it('counts among the verified ones apart, with an average of their own', async () => {
    for (const [name, rating, installs] of [
      ['mia', 5, true],
      ['noa', 4, true],
      ['tom', 1, false],
    ] as const) {
      const { client } = await hub.addUser(name);
      if (installs) await client.installs.install.mutate({ skillId });
      await client.ratings.rate.mutate({ skillId, rating });
    }
    const skill = await hub.client.skills.byId.query({ id: skillId });
    assert.deepEqual(
      {
        all: [skill.averageRating, skill.ratingCount, skill.ratingDistribution],
        verified: [
          skill.verifiedAverageRating,
          skill.verifiedRatingCount,
          skill.verifiedRatingDistribution,
        ],
      },
      { all: [10 / 3, 3, [1, 0, 0, 1, 1]], verified: [4.5, 2, [0, 0, 0, 1, 1]] },
    );
  });
});
