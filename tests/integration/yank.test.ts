import assert from 'node:assert/strict';
import { startHub, type Hub, type HubUser } from '../support/app.ts';
import { publicationOf } from '../support/publication.ts';
import { refusalOf } from './refusal.ts';

describe('publishing.yank', function () {
  this.timeout(30_000);
  let hub: Hub;
  let member: HubUser;
  let stranger: HubUser;
  before(async () => {
    hub = await startHub();
    member = await hub.addUser('ada', { publishers: ['acme'] });
    stranger = await hub.addUser('bob', { publishers: ['globex'] });
  });
  after(() => hub[Symbol.asyncDispose]());

  /** A skill of acme with two installable versions. */
  const publishTwo = async (name: string): Promise<string> => {
    for (const version of ['1.0.0', '1.1.0']) {
      const publication = publicationOf('acme', name, { 'a.txt': version }, { version });
      await hub.ownerClient.publishing.publish.mutate(publication);
    }
    return `acme/${name}`;
  };
  const yank = (
    who: Pick<HubUser, 'client'>,
    skillId: string,
    version: string,
    reason = 'It deletes too much.',
  ) => who.client.publishing.yank.mutate({ skillId, version, reason });

  it('lets the version be restored by those who have it, and installed by nobody else', async () => {
    const skillId = await publishTwo('deploy');
    await stranger.client.installs.install.mutate({ skillId, version: '1.1.0' });
    assert.deepEqual(await yank(member, skillId, '1.1.0'), { availability: 'restoreOnly' });
    assert.equal((await hub.client.skills.byId.query({ id: skillId })).latestVersion, '1.0.0');
    const plan = { skillId, version: '1.1.0' };
    assert.equal((await stranger.client.installs.plan.query(plan)).version, '1.1.0');
    const { reason, message } = await refusalOf(member.client.installs.plan.query(plan));
    assert.equal(reason, 'not_allowed');
    assert.match(message, /withdrawn it: It deletes too much\./);
  });

  it('tells those who have it why', async () => {
    const skillId = await publishTwo('told');
    await stranger.client.installs.install.mutate({ skillId, version: '1.0.0' });
    await yank(member, skillId, '1.0.0', 'Use 1.1.0.');
    const { warnings } = await stranger.client.installs.plan.query({ skillId, version: '1.0.0' });
    assert.deepEqual(
      warnings.filter(({ code }) => code === 'yanked'),
      [{ code: 'yanked', message: 'Its publisher has withdrawn this version: Use 1.1.0.' }],
    );
  });

  it('keeps the first reason when it is done again', async () => {
    const skillId = await publishTwo('again');
    await yank(member, skillId, '1.0.0', 'The first.');
    await yank(member, skillId, '1.0.0', 'The second.');
    const rows = await hub.orm.em
      .fork()
      .execute(
        `select yank_reason from versions where yanked_at is not null and version = '1.0.0' and skill_id = (select id from skills where name = 'again')`,
      );
    assert.deepEqual(rows, [{ yank_reason: 'The first.' }]);
  });

  it('is for members of the publisher and admins only', async () => {
    const skillId = await publishTwo('theirs');
    assert.equal((await refusalOf(yank(stranger, skillId, '1.0.0'))).reason, 'not_allowed');
    assert.equal((await refusalOf(yank(hub, skillId, '1.0.0'))).reason, 'signed_out');
    const owner = { client: hub.ownerClient };
    assert.equal((await yank(owner, skillId, '1.0.0')).availability, 'restoreOnly');
  });

  it('needs a version that is there, and a reason', async () => {
    const skillId = await publishTwo('asked');
    assert.equal((await refusalOf(yank(member, skillId, '9.0.0'))).reason, 'not_found');
    assert.equal((await refusalOf(yank(member, 'acme/none', '1.0.0'))).reason, 'not_found');
    const { reason, field } = await refusalOf(yank(member, skillId, '1.0.0', '  '));
    assert.deepEqual([reason, field], ['invalid_input', 'reason']);
  });

  it('leaves a record with the reason', async () => {
    const skillId = await publishTwo('recorded');
    await yank(member, skillId, '1.0.0', 'For the record.');
    const [event] = await hub.orm.em
      .fork()
      .execute<{ after: { yankReason: string }; actor_id: string; request_id: string }[]>(
        `select after, actor_id, request_id from audit_events where action = 'version.yank' order by id desc limit 1`,
      );
    assert.deepEqual([event?.after.yankReason, event?.actor_id], ['For the record.', member.id]);
    assert.match(event?.request_id ?? '', /^[0-9a-f-]{36}$/);
  });
});
