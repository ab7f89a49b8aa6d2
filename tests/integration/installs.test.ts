import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { failureOf } from '@skill-marketplace/shared/client';
import type { Hub, HubUser } from '../support/app.ts';
import { skillText } from '../support/skillFolder.ts';
import { importSecondVersion, skillId, startDeployHub } from './deployHub.ts';
import { refusalOf } from './refusal.ts';

describe('installs', function () {
  this.timeout(60_000);
  let hub: Hub;
  let mia: HubUser;
  let noa: HubUser;

  beforeEach(async () => {
    hub = await startDeployHub();
    mia = await hub.addUser('mia');
    noa = await hub.addUser('noa');
  });
  afterEach(() => hub[Symbol.asyncDispose]());

  const installCount = async () =>
    (await hub.ownerClient.skills.byId.query({ id: skillId })).installCount;
  const refusal = async (call: Promise<unknown>) => {
    const failure = await refusalOf(call);
    return [failure.reason, failure.message];
  };

  it('answer the plan and an id, and are listed', async () => {
    const target = '.claude/skills';
    const { installId, ...planned } = await mia.client.installs.install.mutate({
      skillId,
      agentId: 'a1',
      target,
    });
    const plan = await mia.client.installs.plan.query({ skillId });
    assert.deepEqual({ ...planned, skill: null }, { ...plan, skill: null });
    const { items, ...page } = await mia.client.installs.list.query();
    assert.deepEqual(page, { total: 1, nextCursor: null });
    const [{ createdAt, ...install } = assert.fail()] = items;
    assert.ok(createdAt instanceof Date);
    assert.deepEqual(install, {
      installId,
      skillId: plan.skill.id,
      reference: skillId,
      displayName: 'deploy',
      version: '1.0.0',
      digest: plan.digest,
      agentId: 'a1',
      target,
    });
  });

  it('answer with the count that they brought about', async () => {
    const { skill } = await mia.client.installs.install.mutate({ skillId });
    assert.equal(skill.installCount, 1);
  });

  it('give the same id for the same call, without an id of the client', async () => {
    const first = await mia.client.installs.install.mutate({ skillId, target: '.agents/skills' });
    const second = await mia.client.installs.install.mutate({ skillId, target: '.agents/skills' });
    const elsewhere = await mia.client.installs.install.mutate({
      skillId,
      target: '.claude/skills',
    });
    assert.equal(second.installId, first.installId);
    assert.notEqual(elsewhere.installId, first.installId);
    assert.equal((await mia.client.installs.list.query()).total, 2);
  });

  it('keep the id that the client chose, however often the call is sent', async () => {
    const installId = randomUUID();
    const sent = await Promise.all(
      Array.from({ length: 5 }, () => mia.client.installs.install.mutate({ skillId, installId })),
    );
    assert.deepEqual(
      sent.map((result) => result.installId),
      Array.from({ length: 5 }, () => installId),
    );
    assert.equal((await mia.client.installs.list.query()).total, 1);
    assert.equal(await installCount(), 1);
  });

  it('stay removed when the call that made them comes late', async () => {
    const installId = randomUUID();
    await mia.client.installs.install.mutate({ skillId, installId });
    await mia.client.installs.uninstall.mutate({ installId });
    await mia.client.installs.install.mutate({ skillId, installId });
    assert.equal((await mia.client.installs.list.query()).total, 0);
  });

  it('refuse an id that another user or skill has', async () => {
    await hub.importFiles({ 'other/SKILL.md': skillText({ name: 'other' }) });
    const installId = randomUUID();
    await mia.client.installs.install.mutate({ skillId, installId });
    assert.equal(
      (await refusal(noa.client.installs.install.mutate({ skillId, installId })))[0],
      'invalid_input',
    );
    assert.equal(
      (await refusal(mia.client.installs.install.mutate({ skillId: 'acme/other', installId })))[0],
      'invalid_input',
    );
  });

  it('of another version replace the one at the same place', async () => {
    const first = await mia.client.installs.install.mutate({ skillId, target: 't' });
    await importSecondVersion(hub);
    const second = await mia.client.installs.install.mutate({ skillId, target: 't' });
    assert.notEqual(second.installId, first.installId);
    const { items } = await mia.client.installs.list.query();
    assert.deepEqual(
      items.map(({ installId, version }) => [installId, version]),
      [[second.installId, '1.0.1']],
    );
    assert.equal(await installCount(), 1);
  });

  it('never answer with a version under an id that stands for another', async () => {
    const installId = randomUUID();
    await mia.client.installs.install.mutate({ skillId, installId });
    await importSecondVersion(hub);
    const answered = await mia.client.installs.install.mutate({ skillId, installId }).then(
      ({ version }) => version,
      (error: unknown) => failureOf(error)?.reason,
    );
    const [listed] = (await mia.client.installs.list.query()).items;
    assert.ok(
      answered === 'invalid_input' || answered === listed?.version,
      `answered ${answered}, listed ${listed?.version}`,
    );
  });

  it('count users, never calls, places or versions', async () => {
    for (const target of ['a', 'b', 'c'])
      await mia.client.installs.install.mutate({ skillId, target });
    await noa.client.installs.install.mutate({ skillId });
    await importSecondVersion(hub);
    await noa.client.installs.install.mutate({ skillId });
    assert.equal(await installCount(), 2);
  });

  it('count a user once who installs, removes and installs again', async () => {
    for (let round = 0; round < 2; round += 1) {
      const { installId } = await mia.client.installs.install.mutate({ skillId });
      assert.deepEqual(await mia.client.installs.uninstall.mutate({ installId }), {
        removed: true,
      });
    }
    assert.equal(await installCount(), 1);
  });

  it('are removed by their owner only, and as often as it is asked', async () => {
    const { installId } = await mia.client.installs.install.mutate({ skillId });
    assert.deepEqual(await refusal(noa.client.installs.uninstall.mutate({ installId })), [
      'not_found',
      `You have no install ${installId}.`,
    ]);
    await mia.client.installs.uninstall.mutate({ installId });
    assert.deepEqual(await mia.client.installs.uninstall.mutate({ installId }), { removed: true });
    assert.equal((await mia.client.installs.list.query()).total, 0);
  });

  it("are listed newest first, in pages, of one skill when asked, and only one's own", async () => {
    await hub.importFiles({ 'other/SKILL.md': skillText({ name: 'other' }) });
    for (const target of ['a', 'b', 'c', 'd', 'e'])
      await mia.client.installs.install.mutate({ skillId, target });
    await mia.client.installs.install.mutate({ skillId: 'acme/other' });
    await noa.client.installs.install.mutate({ skillId });

    const first = await mia.client.installs.list.query({ skillId, limit: 2 });
    const second = await mia.client.installs.list.query({
      skillId,
      limit: 2,
      cursor: first.nextCursor ?? '',
    });
    const third = await mia.client.installs.list.query({
      skillId,
      limit: 2,
      cursor: second.nextCursor ?? '',
    });
    assert.deepEqual(
      [first, second, third].map(({ items }) => items.map(({ target }) => target)),
      [['e', 'd'], ['c', 'b'], ['a']],
    );
    assert.deepEqual([first.total, third.nextCursor], [5, null]);
    assert.equal((await mia.client.installs.list.query()).total, 6);
    const foreign = noa.client.installs.list.query({ skillId, cursor: first.nextCursor ?? '' });
    assert.equal((await refusal(foreign))[0], 'invalid_input');
  });

  it('are still listed when the skill has been blocked since', async () => {
    await mia.client.installs.install.mutate({ skillId });
    await hub.changeState(skillId, '1.0.0', { decision: 'blocked' });
    const { items } = await mia.client.installs.list.query();
    assert.deepEqual(
      items.map(({ reference }) => reference),
      [skillId],
    );
  });

  it('need an account, and a token with the scope', async () => {
    assert.equal((await refusal(hub.client.installs.install.mutate({ skillId })))[0], 'signed_out');
    assert.equal((await refusal(hub.client.installs.list.query()))[0], 'signed_out');
    const { client } = await hub.addUser('rater', { scopes: ['read', 'rate'] });
    assert.equal((await refusal(client.installs.install.mutate({ skillId })))[0], 'not_allowed');
  });
});
