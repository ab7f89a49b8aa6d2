import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { InstallPlan } from '@skill-marketplace/shared/contracts';
import type { Hub, HubUser } from '../support/app.ts';
import { skillText } from '../support/skillFolder.ts';
import { importSecondVersion, skillId, startDeployHub } from './deployHub.ts';
import { refusalOf } from './refusal.ts';

const SKILL = skillText({ name: 'deploy' });
const SCRIPT = '#!/bin/sh\necho deployed\n';
const hash = (text: string) => createHash('sha256').update(text).digest('hex');

describe('the plan of an install', function () {
  this.timeout(60_000);
  let hub: Hub;
  let mia: HubUser;
  let noa: HubUser;

  beforeEach(async () => {
    hub = await startDeployHub({ 'deploy/scripts/run.sh': SCRIPT, 'deploy/notes.txt': 'x' });
    mia = await hub.addUser('mia');
    noa = await hub.addUser('noa');
  });
  afterEach(() => hub[Symbol.asyncDispose]());

  const refusal = async (call: Promise<unknown>) => {
    const failure = await refusalOf(call);
    return [failure.reason, failure.message];
  };

  it('holds every file, its hash and mode, and what to know before', async () => {
    const plan = await hub.client.installs.plan.query({ skillId });
    const { skill, capabilities, ...rest } = InstallPlan.strict().parse(plan);
    const { match: _match, ...summary } =
      (await hub.client.skills.search.query({ query: 'deploy' })).items[0] ?? assert.fail();
    assert.deepEqual(skill, summary);
    assert.deepEqual(
      capabilities.map(({ kind, path }) => [kind, path]),
      [['script', 'scripts/run.sh']],
    );
    const files = [
      { path: 'SKILL.md', size: SKILL.length, sha256: hash(SKILL), executable: false },
      { path: 'notes.txt', size: 1, sha256: hash('x'), executable: false },
      { path: 'scripts/run.sh', size: SCRIPT.length, sha256: hash(SCRIPT), executable: true },
    ];
    const hex = hash(JSON.stringify(files));
    assert.deepEqual(rest, {
      version: '1.0.0',
      digest: `sha256:${hex}`,
      installName: 'deploy',
      files,
      bundleUrl: `/bundles/${hex}.zip`,
      warnings: [
        { code: 'not_scanned', message: 'No scanner has looked at this version.' },
        {
          code: 'has_capabilities',
          message: 'It can do more than be read: look at its capabilities first.',
        },
      ],
    });
  });

  it('is of the latest version, or of the one that is asked', async () => {
    await importSecondVersion(hub);
    const { plan } = hub.client.installs;
    assert.equal((await plan.query({ skillId })).version, '1.0.1');
    assert.equal((await plan.query({ skillId, version: '1.0.0' })).version, '1.0.0');
    assert.deepEqual(await refusal(plan.query({ skillId, version: '9.9.9' })), [
      'not_found',
      'acme/deploy has no version 9.9.9.',
    ]);
    assert.equal((await refusal(plan.query({ skillId, version: 'latest' })))[0], 'invalid_input');
  });

  it('changes nothing', async () => {
    await mia.client.installs.plan.query({ skillId });
    assert.equal((await mia.client.installs.list.query()).total, 0);
    assert.equal((await hub.ownerClient.skills.byId.query({ id: skillId })).installCount, 0);
  });

  describe('of a yanked version', () => {
    beforeEach(async () => {
      await mia.client.installs.install.mutate({ skillId });
      await importSecondVersion(hub);
      await hub.changeState(skillId, '1.0.0', { yankedAt: new Date() });
    });

    it('is for those who have it, with a warning', async () => {
      const plan = await mia.client.installs.plan.query({ skillId, version: '1.0.0' });
      assert.deepEqual(
        plan.warnings.map(({ code }) => code),
        ['not_scanned', 'yanked', 'has_capabilities'],
      );
      await mia.client.installs.install.mutate({ skillId, version: '1.0.0', target: 'other' });
    });

    it('is refused to all others', async () => {
      for (const { client } of [hub, noa]) {
        assert.deepEqual(await refusal(client.installs.plan.query({ skillId, version: '1.0.0' })), [
          'not_allowed',
          'acme/deploy 1.0.0 cannot be installed: its publisher has withdrawn it.',
        ]);
      }
    });

    it('is no longer what a plan without a version means', async () => {
      await hub.changeState(skillId, '1.0.1', { yankedAt: new Date() });
      const call = mia.client.installs.plan.query({ skillId });
      assert.notEqual((await refusal(call))[0], undefined);
    });

    it('is still there for those who have it when nothing else is left', async () => {
      await hub.changeState(skillId, '1.0.1', { yankedAt: new Date() });
      const plan = await mia.client.installs.plan.query({ skillId, version: '1.0.0' });
      assert.equal(plan.version, '1.0.0');
    });
  });

  it('of a blocked version is refused to everybody, also to those who have it', async () => {
    await mia.client.installs.install.mutate({ skillId });
    await importSecondVersion(hub);
    await hub.changeState(skillId, '1.0.0', { decision: 'blocked' });
    const plan = (client: HubUser['client']) =>
      refusal(client.installs.plan.query({ skillId, version: '1.0.0' }));
    assert.deepEqual(await plan(mia.client), ['not_found', 'acme/deploy has no version 1.0.0.']);
    assert.deepEqual(await plan(hub.ownerClient), [
      'not_allowed',
      'acme/deploy 1.0.0 cannot be installed: it has been blocked.',
    ]);
  });
});
