import assert from 'node:assert/strict';
import { createMarketplaceClient } from '@skill-marketplace/shared/client';
import type { Scope } from '@skill-marketplace/shared/contracts';
import { startHub, type Hub, type HubUser } from '../support/app.ts';
import { skillText } from '../support/skillFolder.ts';
import { exchange, queryUrl } from './exchange.ts';
import { refusalOf } from './refusal.ts';

const SECRET = 'secretive/vault';

describe('a skill for members only, asked for in roundabout ways', function () {
  this.timeout(60_000);
  let hub: Hub;
  let mia: HubUser;
  let otto: HubUser;
  let skillId: string;
  let digest: string;
  before(async () => {
    hub = await startHub();
    mia = await hub.addUser('mia', { publishers: ['secretive'] });
    otto = await hub.addUser('otto', { publishers: ['acme'] });
    await mia.client.publishers.setVisibility.mutate({
      publisher: 'secretive',
      visibility: 'members',
    });
    const folders = Array.from({ length: 6 }, (_, at) => `vault${at === 0 ? '' : at}`);
    await hub.importFiles(
      Object.fromEntries(folders.map((name) => [`${name}/SKILL.md`, skillText({ name })])),
      'secretive',
    );
    const detail = await mia.client.skills.byId.query({ id: SECRET });
    skillId = detail.id;
    digest = detail.versions[0]?.digest ?? '';
  });
  after(() => hub[Symbol.asyncDispose]());

  const bundle = (headers: Record<string, string>, method = 'GET') =>
    exchange(`${hub.url}/bundles/${digest.slice('sha256:'.length)}.zip`, { method, headers });

  it('has a bundle of which others get no byte, length or proof that they have it', async () => {
    const etag = `"${digest.slice('sha256:'.length)}"`;
    const ways: [string, Record<string, string>][] = [
      ['GET', {}],
      ['HEAD', {}],
      ['GET', { range: 'bytes=0-0' }],
      ['GET', { range: 'bytes=999999999-' }],
      ['HEAD', { range: 'bytes=-1' }],
      ['GET', { 'if-none-match': etag }],
      ['GET', { 'if-none-match': '*' }],
      ['GET', { 'if-range': etag, range: 'bytes=0-3' }],
    ];
    for (const [method, headers] of ways) {
      const answer = await bundle({ ...headers, authorization: `Bearer ${otto.token}` }, method);
      assert.equal(answer.status, 404, JSON.stringify(headers));
      const none = await exchange(`${hub.url}/bundles/${'0'.repeat(64)}.zip`, {
        method,
        headers: { ...headers, authorization: `Bearer ${otto.token}` },
      });
      const shape = ({ headers: sent }: typeof answer) =>
        Object.entries(sent).filter(
          ([name]) => name !== 'x-request-id' && name !== 'date' && name !== 'etag',
        );
      assert.deepEqual(shape(answer), shape(none));
    }
    const member = { authorization: `Bearer ${mia.token}` };
    assert.equal((await bundle({ ...member, 'if-none-match': etag })).status, 304);
    assert.match((await bundle(member)).headers.vary ?? '', /Authorization/);
  });

  it('is answered to others as a skill that never was, by uuid and by reference', async () => {
    const unknown = ['11111111-1111-4111-8111-111111111111', 'secretive/nothing'];
    for (const [known, other = ''] of [
      [skillId, unknown[0]],
      [SECRET, unknown[1]],
    ] as const) {
      const messages = await Promise.all(
        [known, other].map(async (id) =>
          (await refusalOf(otto.client.skills.byId.query({ id }))).message.replace(id, ''),
        ),
      );
      assert.equal(messages[0], messages[1]);
    }
  });

  it('is not on the page that a member went on from', async () => {
    for (const sort of ['name', 'installs', 'newest', 'rating', 'relevance'] as const) {
      const asked = { query: 'vault', sort, limit: 2 };
      const { nextCursor } = await mia.client.skills.search.query(asked);
      const cursor = nextCursor ?? assert.fail('there is no next page');
      const { items, total, facets } = await otto.client.skills.search.query({ ...asked, cursor });
      assert.deepEqual([items, total, facets.publisher], [[], 0, []], sort);
    }
  });

  it('is not in the answer that a member still has, for whoever asks after them', async () => {
    const url = queryUrl(hub.url, 'skills.search', { query: 'vault' });
    const headers = (token: string) => ({ authorization: `Bearer ${token}` });
    const { headers: first } = await exchange(url, { headers: headers(mia.token) });
    const second = await exchange(url, {
      headers: { ...headers(otto.token), 'if-none-match': first.etag ?? '' },
    });
    assert.equal(second.status, 200);
    assert.ok(!second.body.toString().includes('vault1'));
  });

  it('is in one call of a batch no more than alone', async () => {
    const input = encodeURIComponent(
      JSON.stringify({ 0: {}, 1: { json: { id: SECRET } }, 2: { json: { digests: [digest] } } }),
    );
    const { body } = await exchange(
      `${hub.url}/trpc/session.whoAmI,skills.byId,advisories.check?batch=1&input=${input}`,
      { headers: { authorization: `Bearer ${otto.token}` } },
    );
    assert.ok(!body.toString().includes(skillId));
  });

  it('is read by no token of a member that is not for reading', async () => {
    const scopes: Scope[] = ['rate', 'install', 'publish'];
    const { token } = await hub.addUser('mia', { scopes });
    const { skills, installs, advisories, ratings } = createMarketplaceClient({
      url: hub.url,
      token,
    });
    for (const call of [
      () => skills.search.query({ query: 'vault' }),
      () => skills.categories.query(),
      () => skills.byId.query({ id: SECRET }),
      () => skills.original.query({ id: SECRET }),
      () => installs.plan.query({ skillId: SECRET }),
      () => ratings.list.query({ skillId: SECRET }),
      () => advisories.check.query({ digests: [digest] }),
    ]) {
      assert.equal((await refusalOf(call())).reason, 'not_allowed');
    }
    assert.equal((await bundle({ authorization: `Bearer ${token}` })).status, 404);
  });

  it('is seen while it is held by its members who publish, and by nobody else', async () => {
    await hub.changeState(SECRET, '1.0.0', { decision: 'undecided' });
    const seesIt = async (token: string) =>
      (
        await exchange(queryUrl(hub.url, 'skills.byId', { id: SECRET }), {
          headers: { authorization: `Bearer ${token}` },
        })
      ).status === 200;
    const reader = await hub.addUser('mia', { scopes: ['read'] });
    assert.deepEqual(
      [await seesIt(mia.token), await seesIt(reader.token), await seesIt(otto.token)],
      [true, false, false],
    );
    await hub.changeState(SECRET, '1.0.0', { decision: 'approved' });
  });

  it('is not told of by the bytes that others publish too', async () => {
    const content = skillText({ name: 'vault' });
    const { outcome, diagnostics } = await otto.client.publishing.publish.mutate({
      publisher: 'acme',
      name: 'vault',
      files: [{ path: 'SKILL.md', content: Buffer.from(content).toString('base64') }],
    });
    assert.deepEqual([outcome, diagnostics], ['created', []]);
    // Held at acme, offered to members: neither is for everybody.
    assert.equal((await bundle({})).status, 404);
  });

  it('changes nothing for those who lost a membership but what they have', async () => {
    const lea = await hub.addUser('lea', { publishers: ['secretive'] });
    await lea.client.installs.install.mutate({ skillId: SECRET });
    await hub.orm.em.fork().execute(`delete from publisher_members where user_id = ?`, [lea.id]);
    for (const call of [
      () => lea.client.skills.byId.query({ id: SECRET }),
      () => lea.client.installs.plan.query({ skillId: SECRET, version: '1.0.0' }),
      () => lea.client.ratings.mine.query({ skillId: SECRET }),
      () => lea.client.installs.list.query({ skillId: SECRET }),
    ]) {
      assert.equal((await refusalOf(call())).reason, 'not_found');
    }
    assert.equal((await bundle({ authorization: `Bearer ${lea.token}` })).status, 404);
    await hub.changeState(SECRET, '1.0.0', { yankedAt: new Date() });
    const told = await lea.client.advisories.check.query({ digests: [digest] });
    assert.equal(told.length, 1, 'who has the bytes is told of them');
    await hub.changeState(SECRET, '1.0.0', { yankedAt: null });
  });
});
