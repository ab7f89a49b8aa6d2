import assert from 'node:assert/strict';
import { startHub, type Hub, type HubUser } from '../support/app.ts';
import { skillText, type FileTree } from '../support/skillFolder.ts';
import { exchange } from './exchange.ts';

const FILES: FileTree = { 'deploy/SKILL.md': skillText({ name: 'deploy' }) };

describe('who may read a bundle', function () {
  this.timeout(60_000);
  let hub: Hub;
  let url: string;
  let people: Record<'stranger' | 'member' | 'reviewer', HubUser>;

  beforeEach(async () => {
    hub = await startHub();
    await hub.importFiles(FILES);
    const { bundleUrl } = await hub.client.installs.plan.query({ skillId: 'acme/deploy' });
    url = `${hub.url}${bundleUrl}`;
    people = {
      stranger: await hub.addUser('stranger', { publishers: ['globex'] }),
      member: await hub.addUser('member', { publishers: ['acme'] }),
      reviewer: await hub.addUser('reviewer', { roles: ['member', 'reviewer'] }),
    };
  });
  afterEach(() => hub[Symbol.asyncDispose]());

  const statuses = async () => {
    const { stranger, member, reviewer } = people;
    const tokens = {
      stranger: stranger.token,
      member: member.token,
      reviewer: reviewer.token,
      owner: hub.owner.token,
    };
    const asked = Object.entries(tokens).map(async ([who, token]) => {
      const headers = { authorization: `Bearer ${token}` };
      return [who, (await exchange(url, { headers })).status] as const;
    });
    return {
      nobody: (await exchange(url)).status,
      ...Object.fromEntries(await Promise.all(asked)),
    };
  };
  const all = (status: number) => ({
    nobody: status,
    stranger: status,
    member: status,
    reviewer: status,
    owner: status,
  });

  it('is everybody while it is installable', async () => {
    assert.deepEqual(await statuses(), all(200));
  });

  it('is its publisher, reviewers and admins while it is held', async () => {
    await hub.changeState('acme/deploy', '1.0.0', { decision: 'undecided' });
    assert.deepEqual(await statuses(), { ...all(200), nobody: 404, stranger: 404 });
  });

  it('is nobody once it is blocked, and a cached copy is not confirmed', async () => {
    const { headers } = await exchange(url);
    await hub.changeState('acme/deploy', '1.0.0', { decision: 'blocked' });
    assert.deepEqual(await statuses(), all(404));
    const again = await exchange(url, { headers: { 'if-none-match': headers['etag'] ?? '' } });
    assert.equal(again.status, 404);
  });

  it('is who may read any of the skills that share it', async () => {
    await hub.importFiles(FILES, 'globex');
    await hub.changeState('acme/deploy', '1.0.0', { decision: 'blocked' });
    assert.deepEqual(await statuses(), all(200));
    await hub.changeState('globex/deploy', '1.0.0', { decision: 'undecided' });
    assert.deepEqual(await statuses(), { ...all(404), stranger: 200, reviewer: 200, owner: 200 });
  });

  it('is those who have a yanked version, so that they can restore it', async () => {
    await hub.changeState('acme/deploy', '1.0.0', { yankedAt: new Date() });
    assert.equal((await statuses()).nobody, 200);
  });

  it('is nobody with a token that may not read', async () => {
    const { token } = await hub.addUser('rater', { scopes: ['rate'] });
    const headers = { authorization: `Bearer ${token}` };
    assert.equal((await exchange(url, { headers })).status, 404);
  });
});
