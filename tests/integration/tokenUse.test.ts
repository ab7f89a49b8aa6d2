import assert from 'node:assert/strict';
import { startHub, type Hub, type HubUser } from '../support/app.ts';
import { eventually } from '../support/eventually.ts';

describe('the last use of a token', function () {
  this.timeout(30_000);
  let hub: Hub;
  let mia: HubUser;
  before(async () => {
    hub = await startHub();
    mia = await hub.addUser('mia');
  });
  after(() => hub[Symbol.asyncDispose]());

  /** Makes the token's last use lie so long ago. */
  const usedBefore = (seconds: number) =>
    hub.orm.em
      .fork()
      .execute(
        `update tokens set last_used_at = now() - make_interval(secs => ?) where user_id = ?`,
        [seconds, mia.id],
      );
  const secondsSinceUse = async () => {
    const [row] = await hub.orm.em
      .fork()
      .execute<{ seconds: number | null }[]>(
        `select extract(epoch from now() - last_used_at)::float8 as seconds from tokens where user_id = ?`,
        [mia.id],
      );
    return row?.seconds ?? Number.NaN;
  };

  it('is noted', async () => {
    await mia.client.session.whoAmI.query();
    await eventually(async () => assert.ok((await secondsSinceUse()) < 30));
    const { items } = await mia.client.tokens.list.query();
    assert.ok(items[0]?.lastUsedAt instanceof Date);
  });

  it('is noted once a minute at most', async () => {
    await usedBefore(40);
    for (let call = 0; call < 5; call += 1) await mia.client.session.whoAmI.query();
    assert.ok((await secondsSinceUse()) >= 40);
    await usedBefore(61);
    await mia.client.session.whoAmI.query();
    await eventually(async () => assert.ok((await secondsSinceUse()) < 30));
  });

  it('is noted beside the call, which does not wait for it', async () => {
    await usedBefore(600);
    await hub.orm.em.fork().transactional(async (em) => {
      await em.execute(`select 1 from tokens where user_id = ? for update`, [mia.id]);
      for (let call = 0; call < 3; call += 1) {
        const { user } = await mia.client.session.whoAmI.query();
        assert.equal(user?.name, 'mia');
      }
      assert.ok((await secondsSinceUse()) >= 600);
    });
    await eventually(async () => assert.ok((await secondsSinceUse()) < 30));
  });
});
