import assert from 'node:assert/strict';
import { rateUnderKills } from '../support/ratings/ratingsUnderKills.ts';

const FULL = process.env['TEST_FULL'] === '1';
const PLAN = FULL
  ? { ratings: 10_000, skills: 200, clients: 16, kills: 20 }
  : { ratings: 240, skills: 12, clients: 8, kills: 2 };

describe('a marketplace that is killed while people rate', function () {
  this.timeout(FULL ? 1_800_000 : 180_000);

  it('has every acknowledged rating once, and exact figures, after kills of both', async () => {
    const { ratings, kills } = PLAN;
    const { restarts, repeated, seconds, ...report } = await rateUnderKills(PLAN);
    assert.deepEqual(report, {
      acknowledged: ratings,
      stored: ratings,
      recorded: ratings,
      lost: [],
      doubled: 0,
      wrongFigures: 0,
      wrongPages: [],
      fsync: true,
    });
    assert.deepEqual([restarts.server.length, restarts.postgres.length], [kills, kills]);
    assert.ok(repeated > 0, `nothing was broken off in ${seconds} s`);
  });
});
