import assert from 'node:assert/strict';
import { failureOf } from '@skill-marketplace/shared/client';
import { startHub, type Hub, type HubUser } from '../support/app.ts';
import { skillText } from '../support/skillFolder.ts';

describe('what is held or blocked', function () {
  this.timeout(30_000);
  let hub: Hub;
  let member: HubUser;
  let stranger: HubUser;
  let reviewer: HubUser;

  before(async () => {
    hub = await startHub();
    for (const name of ['shown', 'held', 'blocked', 'yanked']) {
      await hub.importFiles({ [`${name}/SKILL.md`]: skillText({ name }) });
    }
    await hub.changeState('acme/held', '1.0.0', { decision: 'undecided' });
    await hub.changeState('acme/blocked', '1.0.0', { decision: 'blocked' });
    await hub.changeState('acme/yanked', '1.0.0', { yankedAt: new Date() });
    member = await hub.addUser('member', { publishers: ['acme'] });
    stranger = await hub.addUser('stranger', { publishers: ['globex'] });
    reviewer = await hub.addUser('reviewer', { roles: ['member', 'reviewer'] });
  });
  after(() => hub[Symbol.asyncDispose]());

  it('is found by its publisher, reviewers and admins only', async () => {
    const found = async ({ skills }: HubUser['client']) =>
      (await skills.search.query({ sort: 'name' })).items.map(
        ({ name, status }) => `${name} ${status}`,
      );
    const all = ['blocked banned', 'held untrusted', 'shown active', 'yanked untrusted'];
    assert.deepEqual(
      [
        await found(hub.client),
        await found(stranger.client),
        await found(member.client),
        await found(reviewer.client),
        await found(hub.ownerClient),
      ],
      [['shown active'], ['shown active'], all, all, all],
    );
  });

  it('says why it cannot be installed to those who may know, and to nobody else', async () => {
    const why = async ({ installs }: HubUser['client'], skillId: string) =>
      failureOf(await installs.plan.query({ skillId }).catch((error: unknown) => error))?.message;
    const none = 'has no version that may be installed';
    for (const { client } of [member, reviewer]) {
      assert.deepEqual(
        [await why(client, 'acme/held'), await why(client, 'acme/blocked')],
        [
          `acme/held ${none}: 1.0.0 waits for review.`,
          `acme/blocked ${none}: 1.0.0 has been blocked.`,
        ],
      );
    }
    assert.match((await why(stranger.client, 'acme/held')) ?? '', /^There is no skill acme\/held/);
  });

  it('is shown to a token with the scope for it only, whoever has it', async () => {
    const scopes = ['read', 'rate', 'install'] as const;
    const shown = async (name: string, options: object) => {
      const { client } = await hub.addUser(name, { ...options, scopes: [...scopes] });
      return (await client.skills.search.query({})).total;
    };
    assert.deepEqual(
      [
        await shown('member-reading', { publishers: ['acme'] }),
        await shown('reviewer-reading', { roles: ['reviewer'] }),
        await shown('admin-reading', { roles: ['admin'] }),
      ],
      [1, 1, 1],
    );
  });

  it('is in the totals, facets and categories of nobody else', async () => {
    const { total, facets } = await stranger.client.skills.search.query({});
    assert.deepEqual([total, facets.publisher], [1, [{ value: 'acme', count: 1 }]]);
    const counts = async ({ skills }: HubUser['client']) =>
      (await skills.categories.query()).reduce((sum, { skillCount }) => sum + skillCount, 0);
    assert.deepEqual([await counts(stranger.client), await counts(member.client)], [1, 4]);
  });

  it('is not_found for others, whatever they ask', async () => {
    for (const name of ['held', 'blocked']) {
      const skillId = `acme/${name}`;
      const { skills, ratings, installs } = stranger.client;
      const calls = [
        skills.byId.query({ id: skillId }),
        ratings.list.query({ skillId }),
        ratings.rate.mutate({ skillId, rating: 5 }),
        ratings.remove.mutate({ skillId }),
        installs.plan.query({ skillId }),
        installs.install.mutate({ skillId }),
        installs.list.query({ skillId }),
      ];
      const reasons = await Promise.all(
        calls.map((call) =>
          call.then(
            () => 'answered',
            (e) => failureOf(e)?.reason,
          ),
        ),
      );
      assert.deepEqual(
        reasons,
        calls.map(() => 'not_found'),
        name,
      );
    }
  });

  it('is shown whole to its publisher', async () => {
    const { status, latestVersion, versions } = await member.client.skills.byId.query({
      id: 'acme/held',
    });
    assert.deepEqual(
      [status, latestVersion, versions.map(({ version, availability }) => [version, availability])],
      ['untrusted', null, [['1.0.0', 'held']]],
    );
  });

  it('does not hide the older version that is installable', async () => {
    await hub.importFiles({ 'shown/SKILL.md': skillText({ name: 'shown', body: 'Changed.' }) });
    await hub.changeState('acme/shown', '1.0.1', { decision: 'undecided' });
    const of = async ({ skills }: HubUser['client']) => {
      const { latestVersion, versions, readme } = await skills.byId.query({ id: 'acme/shown' });
      return [latestVersion, versions.map(({ version }) => version), readme.trim()];
    };
    assert.deepEqual(await of(stranger.client), ['1.0.0', ['1.0.0'], '# shown']);
    assert.deepEqual(await of(member.client), ['1.0.0', ['1.0.1', '1.0.0'], '# shown']);
    const asked = { id: 'acme/shown', version: '1.0.1' };
    // Whoever decides about it has to read it first.
    assert.equal((await reviewer.client.skills.byId.query(asked)).readme.trim(), 'Changed.');
    await assert.rejects(stranger.client.skills.byId.query(asked), /has no version 1\.0\.1/);
  });
});
