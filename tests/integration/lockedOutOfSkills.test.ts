import assert from 'node:assert/strict';
import type { HubUser } from '../support/app.ts';
import { skillId } from './deployHub.ts';
import { startRatedHub, type RatedHub } from './ratedHub.ts';
import { refusalOf } from './refusal.ts';
import { whileHeld } from './whileHeld.ts';

const SKILL = `select 1 from skills for update`;
const RATING = `select 1 from ratings for update`;

describe('whoever loses rights while waiting for a skill, or a rating', function () {
  this.timeout(60_000);
  let rated: RatedHub;
  beforeEach(async () => (rated = await startRatedHub()));
  afterEach(() => rated.hub[Symbol.asyncDispose]());

  /** Refused, and everything as it was. */
  async function assertRefused(who: HubUser, lock: string, call: () => Promise<unknown>) {
    const { hub } = rated;
    const meanwhile = () =>
      hub.ownerClient.accounts.disable.mutate({ name: who.name, reason: 'x' });
    const before = await state();
    const refusal = await refusalOf(
      whileHeld(hub, { hold: (em) => em.execute(lock), meanwhile }, call),
    );
    assert.equal(
      refusal.message,
      'What you may do here changed while this call was under way: try again.',
    );
    assert.deepEqual(await state(), before);
    await hub.ownerClient.accounts.enable.mutate({ name: who.name });
  }
  const state = () =>
    rated.hub.orm.em.fork().execute(
      `select (select json_agg(r order by id) from ratings r) as ratings, (select json_agg(i order by id) from installs i) as installs,
          (select json_agg(h) from rating_hidings h) as hidings, (select count(*) from rating_reports) as reports`,
    );

  it('neither rates, nor takes a rating back, nor installs', async () => {
    const { noa } = rated;
    const { ratings, installs } = noa.client;
    await assertRefused(noa, SKILL, () => ratings.rate.mutate({ skillId, rating: 1 }));
    await assertRefused(noa, SKILL, () => ratings.remove.mutate({ skillId }));
    await assertRefused(noa, SKILL, () => installs.install.mutate({ skillId }));
  });

  it('neither reports a rating, nor appeals for one', async () => {
    const { mia, noa, ratingId, hide } = rated;
    await assertRefused(noa, RATING, () =>
      noa.client.ratings.report.mutate({ ratingId, reason: 'Rude.' }),
    );
    await hide();
    await assertRefused(mia, RATING, () =>
      mia.client.ratings.appeal.mutate({ ratingId, text: 'Not so.' }),
    );
  });

  it('hides nothing', async () => {
    const { rex, hide } = rated;
    await assertRefused(rex, SKILL, () => hide());
  });
});
