import assert from 'node:assert/strict';
import { lockInTransaction } from '../../server/src/database/advisoryLock.ts';
import { startHub, type Hub, type HubUser } from '../support/app.ts';
import { publicationOf } from '../support/publication.ts';
import { skillText } from '../support/skillFolder.ts';
import { refusalOf } from './refusal.ts';
import { untilOneWaits, whileHeld } from './whileHeld.ts';

const REASON = 'It sends files away.';

describe('whoever loses rights while waiting for an import', function () {
  this.timeout(60_000);
  let hub: Hub;
  let mia: HubUser;
  let rita: HubUser;
  beforeEach(async () => {
    hub = await startHub();
    mia = await hub.addUser('mia', { publishers: ['acme'] });
    rita = await hub.addUser('rita', { roles: ['member', 'reviewer'] });
    await hub.importFiles({ 'deploy/SKILL.md': skillText({ name: 'deploy' }) });
  });
  afterEach(() => hub[Symbol.asyncDispose]());

  const rows = (statement: string, values: unknown[] = []) =>
    hub.orm.em.fork().execute<object[]>(statement, values);

  const during = (call: () => Promise<unknown>, meanwhile: () => Promise<unknown>) =>
    whileHeld(hub, { hold: (em) => lockInTransaction(em, 'ingest', 'alone'), meanwhile }, call);

  it('publishes nothing once the account is disabled, or no member any more', async () => {
    const publish = () => mia.client.publishing.publish.mutate(publicationOf('acme', 'late'));
    const disabled = await refusalOf(
      during(publish, () => hub.ownerClient.accounts.disable.mutate({ name: 'mia', reason: 'x' })),
    );
    assert.equal(disabled.reason, 'not_allowed');
    await hub.ownerClient.accounts.enable.mutate({ name: 'mia' });
    const left = await refusalOf(during(publish, () => rows(`delete from publisher_members`)));
    assert.equal(
      left.message,
      'What you may do here changed while this call was under way: try again.',
    );
    assert.deepEqual(await rows(`select 1 from skills where name = 'late'`), []);
  });

  it('imports nothing more once the account is disabled', async () => {
    const refused = await refusalOf(
      during(
        () =>
          mia.client.publishing.import.mutate({
            source: { type: 'raw_content', content: skillText({ name: 'late' }) },
            publisher: 'acme',
          }),
        () => hub.ownerClient.accounts.disable.mutate({ name: 'mia', reason: 'Left.' }),
      ),
    );
    assert.equal(refused.reason, 'not_allowed');
    assert.deepEqual(await rows(`select 1 from skills where name = 'late'`), []);
  });

  it('blocks nothing once the role, or the token, is gone', async () => {
    const block = () =>
      rita.client.moderation.block.mutate({
        skillId: 'acme/deploy',
        version: '1.0.0',
        reason: REASON,
      });
    const demoted = await refusalOf(
      during(block, () => hub.ownerClient.accounts.setRoles.mutate({ name: 'rita', roles: [] })),
    );
    assert.equal(demoted.reason, 'not_allowed');
    await hub.ownerClient.accounts.setRoles.mutate({ name: 'rita', roles: ['reviewer'] });
    const revoked = await refusalOf(
      during(block, () =>
        rows(`update tokens set revoked_at = now() where user_id = ?`, [rita.id]),
      ),
    );
    assert.equal(revoked.reason, 'not_allowed');
    const { latestVersion } = await hub.client.skills.byId.query({ id: 'acme/deploy' });
    assert.equal(latestVersion, '1.0.0');
  });

  it('does what was asked when nothing was lost meanwhile', async () => {
    const publish = () => mia.client.publishing.publish.mutate(publicationOf('acme', 'late'));
    await during(publish, async () => {});
    assert.equal((await rows(`select 1 from skills where name = 'late'`)).length, 1);
  });

  it('shows to nobody what was given to another publisher meanwhile', async () => {
    const admin = hub.ownerClient;
    await hub.addUser('gil', { publishers: ['globex'] });
    await admin.publishers.setVisibility.mutate({ publisher: 'globex', visibility: 'members' });
    await admin.skills.setVisibility.mutate({ skillId: 'acme/deploy', visibility: 'members' });
    const [{ id } = { id: '' }] = await hub.orm.em
      .fork()
      .execute<{ id: string }[]>(`select id from skills where name = 'deploy'`);
    const calls = [
      () => mia.client.skills.setVisibility.mutate({ skillId: id, visibility: 'everyone' }),
      () => mia.client.skills.setTags.mutate({ skillId: id, tags: ['mine'] }),
      () => mia.client.publishing.yank.mutate({ skillId: id, version: '1.0.0', reason: 'Mine.' }),
    ];
    for (const call of calls) {
      await rows(`update skills set publisher = 'acme'`);
      let refused: ReturnType<typeof refusalOf> | undefined;
      await hub.orm.em.fork().transactional(async (em) => {
        await em.execute(`update skills set publisher = 'globex'`);
        refused = refusalOf(call());
        refused.catch(() => {});
        await untilOneWaits(hub);
      });
      assert.equal((await refused)?.reason, 'not_allowed');
    }
    assert.deepEqual(
      await rows(
        `select s.visibility, v.yanked_at from skills s join versions v on v.skill_id = s.id where s.id = ?`,
        [id],
      ),
      [{ visibility: 'members', yanked_at: null }],
    );
  });
});
