import assert from 'node:assert/strict';
import { HousePolicy } from '../../server/src/features/policy/housePolicy.ts';
import { startHub, type Hub, type HubUser } from '../support/app.ts';
import { publicationOf } from '../support/publication.ts';
import { refusalOf } from './refusal.ts';

describe('agents', function () {
  this.timeout(30_000);
  let hub: Hub;
  let ada: HubUser;
  let bob: HubUser;
  before(async () => {
    hub = await startHub();
    ada = await hub.addUser('ada');
    bob = await hub.addUser('bob');
    const { publish } = hub.ownerClient.publishing;
    await publish.mutate(publicationOf('acme', 'words'));
    await publish.mutate(publicationOf('acme', 'code', { 'run.py': 'print(1)\n' }));
    // As a scanner would leave it: clean, and looked at by nobody.
    await publish.mutate(publicationOf('acme', 'scanned', { 'run.py': 'print(2)\n' }));
    await hub.changeState('acme/scanned', '1.0.0', { decision: 'undecided', scan: 'clean' });
  });
  after(() => hub[Symbol.asyncDispose]());

  it('belong to the account that registers them, each id once', async () => {
    const { register, list } = ada.client.agents;
    await register.mutate({ id: 'helper' });
    await register.mutate({ id: 'builder', name: 'The Builder', maturity: 'autonomous' });
    await bob.client.agents.register.mutate({ id: 'helper', maturity: 'intern' });
    const taken = await refusalOf(register.mutate({ id: 'helper' }));
    assert.deepEqual([taken.reason, taken.field], ['invalid_input', 'id']);
    assert.deepEqual(
      (await list.query()).map(({ id, name, maturity, owner }) => [id, name, maturity, owner]),
      [
        ['builder', 'The Builder', 'autonomous', 'ada'],
        ['helper', 'helper', 'student', 'ada'],
      ],
    );
    assert.equal((await bob.client.agents.list.query()).length, 1);
  });

  it('of others are looked after by admins only', async () => {
    await ada.client.agents.register.mutate({ id: 'guarded' });
    const { agents } = bob.client;
    const calls = () => [
      agents.list.query({ owner: 'ada' }),
      agents.update.mutate({ owner: 'ada', id: 'guarded', maturity: 'autonomous' }),
      agents.remove.mutate({ owner: 'ada', id: 'guarded' }),
    ];
    for (const call of calls()) assert.equal((await refusalOf(call)).reason, 'not_allowed');
    const { update } = hub.ownerClient.agents;
    const changed = await update.mutate({ owner: 'ada', id: 'guarded', maturity: 'supervised' });
    assert.deepEqual([changed.owner, changed.maturity], ['ada', 'supervised']);
    const nobody = hub.ownerClient.agents.list.query({ owner: 'nobody' });
    assert.equal((await refusalOf(nobody)).reason, 'not_found');
    assert.equal((await refusalOf(hub.client.agents.list.query())).reason, 'signed_out');
  });

  it('are removed once, and every change is on record', async () => {
    const { agents } = ada.client;
    await agents.register.mutate({ id: 'short-lived' });
    await agents.update.mutate({ id: 'short-lived', maturity: 'intern' });
    await agents.update.mutate({ id: 'short-lived', maturity: 'intern' });
    await agents.remove.mutate({ id: 'short-lived' });
    assert.equal(
      (await refusalOf(agents.remove.mutate({ id: 'short-lived' }))).reason,
      'not_found',
    );
    const { items } = await hub.ownerClient.audit.list.query({ subject: 'short-lived' });
    assert.deepEqual(
      items.map(({ action }) => action),
      ['agent.remove', 'agent.update', 'agent.register'],
    );
  });

  it('install what their maturity allows, and are told what is missing', async () => {
    const { agents, installs } = ada.client;
    await agents.register.mutate({ id: 'learner' });
    const plan = (skillId: string) => installs.plan.query({ skillId, agentId: 'learner' });
    const install = (skillId: string) => installs.install.mutate({ skillId, agentId: 'learner' });
    assert.equal((await plan('acme/words')).version, '1.0.0');
    await install('acme/words');
    for (const refused of [plan('acme/code'), install('acme/code')]) {
      const { reason, message } = await refusalOf(refused);
      assert.equal(reason, 'not_allowed');
      assert.match(message, /learner is a student, and acme\/code 1\.0\.0 is Python code/);
    }
    await agents.update.mutate({ id: 'learner', maturity: 'intern' });
    await install('acme/code');
    const unseen = await refusalOf(install('acme/scanned'));
    assert.match(unseen.message, /a reviewer has to approve that version first/);
    await hub.ownerClient.moderation.approve.mutate({ skillId: 'acme/scanned', version: '1.0.0' });
    await install('acme/scanned');
    const installed = await installs.list.query();
    assert.deepEqual(installed.items.map(({ reference }) => reference).sort(), [
      'acme/code',
      'acme/scanned',
      'acme/words',
    ]);
  });

  it('that nobody registered are mere names, and those of others count for nothing', async () => {
    await ada.client.agents.register.mutate({ id: 'of-ada' });
    const { installs } = bob.client;
    for (const agentId of ['never-heard-of', 'of-ada']) {
      const { installId } = await installs.install.mutate({ skillId: 'acme/code', agentId });
      assert.match(installId, /^[0-9a-f-]{36}$/);
    }
  });

  it('have to be registered where the house says so', async () => {
    const housePolicy = HousePolicy.parse({ agentsMustBeRegistered: true });
    await using house = await startHub({ config: { housePolicy } });
    await house.ownerClient.publishing.publish.mutate(publicationOf('acme', 'words'));
    const { client } = await house.addUser('ada');
    const install = (agentId?: string) =>
      client.installs.install.mutate({ skillId: 'acme/words', ...(agentId && { agentId }) });
    const { reason, message } = await refusalOf(install('stranger'));
    assert.equal(reason, 'not_allowed');
    assert.match(message, /stranger is not registered by you.*register it first/);
    await client.agents.register.mutate({ id: 'stranger' });
    await install('stranger');
    // A person needs none.
    await install();
  });

  it('are made mature by admins alone where the house says so', async () => {
    const housePolicy = HousePolicy.parse({ maturitySetBy: 'admin' });
    await using house = await startHub({ config: { housePolicy } });
    const { client } = await house.addUser('ada');
    const early = client.agents.register.mutate({ id: 'eager', maturity: 'autonomous' });
    assert.match((await refusalOf(early)).message, /admins say how mature an agent is/);
    await client.agents.register.mutate({ id: 'eager' });
    const later = client.agents.update.mutate({ id: 'eager', maturity: 'intern' });
    assert.equal((await refusalOf(later)).reason, 'not_allowed');
    await house.ownerClient.agents.update.mutate({ owner: 'ada', id: 'eager', maturity: 'intern' });
    const renamed = await client.agents.update.mutate({ id: 'eager', name: 'Eager' });
    assert.deepEqual([renamed.name, renamed.maturity], ['Eager', 'intern']);
  });
});
