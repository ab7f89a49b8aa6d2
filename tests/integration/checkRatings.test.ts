import assert from 'node:assert/strict';
import { startHub, type Hub } from '../support/app.ts';
import { runMarketplace } from '../support/marketplace.ts';
import { skillText } from '../support/skillFolder.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

describe('marketplace check-ratings', function () {
  this.timeout(120_000);
  let hub: Hub;

  before(async () => {
    hub = await startHub();
    for (const name of ['deploy', 'review']) {
      await hub.importFiles({ [`${name}/SKILL.md`]: skillText({ name }) });
    }
    for (const [index, rating] of [5, 4, 2].entries()) {
      const { client } = await hub.addUser(`user-${index}`);
      if (index === 0) await client.installs.install.mutate({ skillId: 'acme/deploy' });
      await client.ratings.rate.mutate({ skillId: 'acme/deploy', rating });
    }
  });
  after(() => hub[Symbol.asyncDispose]());

  const check = async (...args: string[]) => {
    await using folder = await temporaryFolder('check');
    const on = { dataDir: folder.path, stateHome: folder.path };
    const env = { DATABASE_URL: hub.databaseUrl };
    const { code, stdout } = await runMarketplace(['check-ratings', ...args], on, env);
    return { code, lines: stdout.trimEnd().split('\n') };
  };
  const RIGHT = {
    code: 0,
    lines: ['Every figure is what the ratings say.', 'Checked 2 skills with 3 ratings that count.'],
  };

  it('says that all is right where it is', async () => {
    assert.deepEqual(await check(), RIGHT);
  });

  it('says what differs, fails, and sets it right with --repair, leaving a record', async () => {
    const em = hub.orm.em.fork();
    await em.execute(
      `update skills set rating_count = 4, rating_sum = 20, verified_rating_count = 2 where name = 'deploy'`,
    );
    await em.execute(`update ratings set verified = true where stars = 4`);
    const differences = [
      'acme/deploy: the rating of user-1 is verified without an install',
      'acme/deploy: ratings 4 instead of 3, stars in all 20 instead of 11, average 5 instead of 3.6666666666666665, score 3.9285714285714284 instead of 3.5384615384615383',
    ];
    const total = 'Checked 2 skills with 3 ratings that count.';
    assert.deepEqual(await check(), {
      code: 1,
      lines: [...differences, '2 differ: set them right with --repair.', total],
    });
    assert.deepEqual(await check('--repair'), {
      code: 0,
      lines: [...differences, '2 differed and were set right.', total],
    });
    assert.deepEqual(await check(), RIGHT);
    const { ratingCount, averageRating, verifiedRatingCount } = await hub.client.skills.byId.query({
      id: 'acme/deploy',
    });
    assert.deepEqual([ratingCount, averageRating, verifiedRatingCount], [3, 11 / 3, 1]);
    const [event, ...others] = await em.execute<
      { before: { ratingCount: number }; after: { correctedRatings: string[] } }[]
    >(`select before, after from audit_events where action = 'skill.repairRatings'`);
    assert.deepEqual(
      [event?.before.ratingCount, event?.after.correctedRatings.length, others.length],
      [4, 1, 0],
    );
  });
});
