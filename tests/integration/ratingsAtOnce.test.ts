import assert from 'node:assert/strict';
import { createMarketplaceClient } from '@skill-marketplace/shared/client';
import type { HubUser } from '../support/app.ts';
import { skillId, startDeployHub } from './deployHub.ts';

describe('many ratings at once', function () {
  this.timeout(120_000);

  it('leave exact counts, sums and a distribution', async () => {
    await using hub = await startDeployHub();
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
    await using hub = await startDeployHub();
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
