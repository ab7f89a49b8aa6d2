import assert from 'node:assert/strict';
import type { MarketplaceClient } from '@skill-marketplace/shared/client';
import { recountWords } from '../../server/src/features/search/dictionary.repository.ts';
import { startHub, type Hub, type HubUser } from '../support/app.ts';
import { skillText } from '../support/skillFolder.ts';
import { refusalOf } from './refusal.ts';

/** What nobody but members may learn of: words of name, description, tag and README that no other skill has. */
const SECRET = {
  'quetzalcoatl-forge/SKILL.md': skillText({
    name: 'quetzalcoatl-forge',
    description: 'Forges zirconium widgets.',
    frontmatter: { tags: ['obsidianite'], category: 'media' },
    body: 'Needs a theodolite.',
  }),
};
const PUBLIC = {
  'plain-forge/SKILL.md': skillText({
    name: 'plain-forge',
    description: 'Forges plain widgets.',
    body: 'Needs a hammer.',
  }),
};

/** Everything that a person may try in order to learn of the skill. */
const QUERIES = [
  'quetzalcoatl-forge',
  'secretive/quetzalcoatl-forge',
  'quetz',
  'qu',
  'quetzalcaotl',
  'zirconium',
  'zircomium',
  'obsidianite',
  'theodolite',
  'theodolitte',
  '"zirconium widgets"',
  'forges widgets',
  'tag:obsidianite',
  'publisher:secretive',
  'category:media',
  'forge -plain',
];

describe('a skill for members only', function () {
  this.timeout(60_000);
  let hub: Hub;
  let member: HubUser;
  let outsider: HubUser;
  let without: unknown;
  let digest: string;

  /** All that a caller is answered, in one value that can be compared. */
  async function answersTo(client: MarketplaceClient): Promise<unknown> {
    const answers = [];
    for (const query of [...QUERIES, undefined]) {
      for (const sort of ['relevance', 'newest', 'installs', 'rating', 'name'] as const) {
        answers.push([query, sort, await client.skills.search.query({ query, sort, limit: 100 })]);
      }
    }
    answers.push(await client.skills.categories.query());
    return answers;
  }

  before(async () => {
    hub = await startHub();
    member = await hub.addUser('mia', { publishers: ['secretive'] });
    outsider = await hub.addUser('otto', { publishers: ['acme'] });
    await hub.importFiles(PUBLIC);
    await recountWords(hub.orm.em.fork());
    without = [await answersTo(hub.client), await answersTo(outsider.client)];
    await member.client.publishers.setVisibility.mutate({
      publisher: 'secretive',
      visibility: 'members',
    });
    await hub.importFiles(SECRET, 'secretive');
    await recountWords(hub.orm.em.fork());
    const [version] = (
      await member.client.skills.byId.query({ id: 'secretive/quetzalcoatl-forge' })
    ).versions;
    digest = version?.digest ?? assert.fail('it has no version');
  });
  after(() => hub[Symbol.asyncDispose]());

  it('changes no answer of a search, facet, count, correction or category for anybody else', async () => {
    assert.deepEqual([await answersTo(hub.client), await answersTo(outsider.client)], without);
  });

  it('is found by its members in every way, and its words are known to them', async () => {
    for (const query of QUERIES) {
      const { items, correctedQuery } = await member.client.skills.search.query({ query });
      const found = items.find(({ name }) => name === 'quetzalcoatl-forge');
      assert.ok(found?.membersOnly, query);
      assert.equal(correctedQuery, corrections[query], query);
    }
    const { items } = await hub.ownerClient.skills.search.query({ query: 'zirconium' });
    assert.equal(items.length, 1, 'an admin sees it too');
  });
  const corrections: Readonly<Record<string, string>> = {
    quetzalcaotl: 'quetzalcoatl',
    zircomium: 'zirconium',
    theodolitte: 'theodolite',
  };

  it('is not there for others, whatever they call by its reference', async () => {
    const skillId = 'secretive/quetzalcoatl-forge';
    for (const { client } of [hub, outsider]) {
      const calls = [
        () => client.skills.byId.query({ id: skillId }),
        () => client.skills.original.query({ id: skillId }),
        () => client.installs.plan.query({ skillId }),
        () => client.ratings.list.query({ skillId }),
      ];
      for (const call of calls) assert.equal((await refusalOf(call())).reason, 'not_found');
    }
    const changes = [
      () => outsider.client.installs.install.mutate({ skillId }),
      () => outsider.client.ratings.rate.mutate({ skillId, rating: 1 }),
      () => outsider.client.ratings.mine.query({ skillId }),
      () => outsider.client.skills.setVisibility.mutate({ skillId, visibility: 'everyone' }),
      () => outsider.client.skills.setTags.mutate({ skillId, tags: [] }),
      () => outsider.client.publishing.yank.mutate({ skillId, version: '1.0.0', reason: 'x' }),
    ];
    for (const call of changes) assert.equal((await refusalOf(call())).reason, 'not_found');
  });

  it('gives its bundle to members, and nobody else', async () => {
    const url = `${hub.url}/bundles/${digest.slice('sha256:'.length)}.zip`;
    const statusFor = async (token?: string) => {
      const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
      const response = await fetch(url, { headers });
      await response.arrayBuffer();
      return response.status;
    };
    assert.deepEqual(
      [await statusFor(), await statusFor(outsider.token), await statusFor(member.token)],
      [404, 404, 200],
    );
  });

  it('has advisories for members, and nobody else', async () => {
    await hub.changeState('secretive/quetzalcoatl-forge', '1.0.0', { yankedAt: new Date() });
    try {
      const advisoriesFor = async (client: MarketplaceClient) =>
        (await client.advisories.check.query({ digests: [digest] })).length;
      assert.deepEqual(
        [
          await advisoriesFor(hub.client),
          await advisoriesFor(outsider.client),
          await advisoriesFor(member.client),
        ],
        [0, 0, 1],
      );
    } finally {
      await hub.changeState('secretive/quetzalcoatl-forge', '1.0.0', { yankedAt: null });
    }
  });

  it('gives its name away to nobody who publishes one like it', async () => {
    await hub.orm.em
      .fork()
      .execute(`update skills set install_count = 50 where name = 'quetzalcoatl-forge'`);
    const { diagnostics } = await outsider.client.publishing.publish.mutate({
      publisher: 'acme',
      name: 'quetzalcoat1-forge',
      files: [
        {
          path: 'SKILL.md',
          content: Buffer.from(
            skillText({ name: 'quetzalcoat1-forge', description: 'Resembles.' }),
          ).toString('base64'),
        },
      ],
    });
    assert.deepEqual(
      diagnostics.filter(({ code }) => code === 'name_resembles'),
      [],
    );
  });

  it('is closed again at once: its words go with it, and come back', async () => {
    const skillId = 'acme/plain-forge';
    const asked = { query: 'hammar' };
    const corrected = async () =>
      (await hub.client.skills.search.query(asked)).correctedQuery ?? null;
    assert.equal(await corrected(), 'hammer');
    const hidden = await outsider.client.skills.setVisibility.mutate({
      skillId,
      visibility: 'members',
    });
    assert.equal(hidden.membersOnly, true);
    assert.equal(await corrected(), null);
    const refusal = await refusalOf(hub.client.skills.byId.query({ id: skillId }));
    assert.equal(refusal.reason, 'not_found');
    const { correctedQuery } = await outsider.client.skills.search.query(asked);
    assert.equal(correctedQuery, 'hammer');
    await outsider.client.skills.setVisibility.mutate({ skillId, visibility: 'everyone' });
    assert.equal(await corrected(), 'hammer');
  });

  it('is not let into the dictionary of everyone by a count that runs meanwhile', async () => {
    const skillId = 'acme/plain-forge';
    for (let round = 0; round < 12; round += 1) {
      const set = (visibility: 'everyone' | 'members') =>
        outsider.client.skills.setVisibility.mutate({ skillId, visibility });
      await Promise.all([recountWords(hub.orm.em.fork()), set('members')]);
      assert.deepEqual(
        await hub.orm.em
          .fork()
          .execute(
            `select word from search_words where publisher = '' and word in ('hammer', 'plain')`,
          ),
        [],
      );
      await Promise.all([recountWords(hub.orm.em.fork()), set('everyone')]);
    }
  });

  it('stays for members while its publisher is, and is set by members alone', async () => {
    const skillId = 'secretive/quetzalcoatl-forge';
    const { membersOnly } = await member.client.skills.setVisibility.mutate({
      skillId,
      visibility: 'everyone',
    });
    assert.equal(membersOnly, true);
    const refusal = await refusalOf(
      outsider.client.publishers.setVisibility.mutate({
        publisher: 'secretive',
        visibility: 'everyone',
      }),
    );
    assert.equal(refusal.reason, 'not_allowed');
  });
});
