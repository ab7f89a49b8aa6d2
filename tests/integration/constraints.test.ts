import assert from 'node:assert/strict';
import { startHub, type Hub } from '../support/app.ts';
import { skillText } from '../support/skillFolder.ts';

const skillId = 'acme/deploy';

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
    [
      'an earlier rating of 6 stars',
      `insert into earlier_ratings (rating_id, user_id, skill_id, version_id, stars, verified, since, until, ended_by)
        select id, user_id, skill_id, version_id, 6, false, now(), now(), 'update' from ratings`,
      '23514',
    ],
    [
      'a rating that ended in no known way',
      `insert into earlier_ratings (rating_id, user_id, skill_id, version_id, stars, verified, since, until, ended_by)
        select id, user_id, skill_id, version_id, 5, false, now(), now(), 'magic' from ratings`,
      '23514',
    ],
    [
      'two reports of one rating by one user',
      `insert into rating_reports select gen_random_uuid(), id, user_id, 'Rude.', now(), null
        from ratings, generate_series(1, 2)`,
      '23505',
    ],
    [
      'a rating that is hidden twice',
      `insert into rating_hidings (skill_id, user_id, reason, hidden_at) select skill_id, user_id, 'Rude.', now()
        from ratings, generate_series(1, 2)`,
      '23505',
    ],
    ['a rating of no skill', 'update ratings set skill_id = gen_random_uuid()', '23503'],
    ['a rating of nobody', 'update ratings set user_id = gen_random_uuid()', '23503'],
    ['an install of no version', 'update installs set version_id = gen_random_uuid()', '23503'],
    [
      'two versions of one number',
      `insert into versions (id, skill_id, version, bundle_id, install_name, listing, readme, analysis, provenance, scan, decision, created_at)
        select gen_random_uuid(), skill_id, version, bundle_id, install_name, listing, readme, analysis, provenance, scan, decision, created_at from versions`,
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
    [
      'a token made with one that there is not',
      'update tokens set made_with_id = gen_random_uuid()',
      '23503',
    ],
    [
      'a second account of one name in another case',
      `insert into users (id, name, roles, created_at) select gen_random_uuid(), upper(name), roles, now() from users
        where name = 'mia'`,
      '23505',
    ],
    ['an account that is disabled for no reason', 'update users set disabled_at = now()', '23514'],
  ];
  for (const [what, statement, code] of refused) {
    it(`refuses ${what}`, async () => {
      await assert.rejects(hub.orm.em.fork().execute(statement), { code });
    });
  }
});
