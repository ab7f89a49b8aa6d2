import assert from 'node:assert/strict';
import type { MarketplaceInputs } from '@skill-marketplace/shared/client';
import { startHub, type Hub, type HubUser } from '../support/app.ts';
import { skillText } from '../support/skillFolder.ts';
import { seedSkills } from './seededSkills.ts';

type SearchInput = MarketplaceInputs['skills']['search'];

describe('the order of a search', function () {
  this.timeout(60_000);
  let hub: Hub;
  let mia: HubUser;

  const names = async (input: SearchInput, { client }: Pick<HubUser, 'client'> = hub) =>
    (await client.skills.search.query(input)).items.map(({ name }) => name);
  /** Changes one of otherwise equal skills for as long as it is asked. */
  async function whileSkillIs(change: string, name: string, ask: () => Promise<string[]>) {
    const em = hub.orm.em.fork();
    await em.execute(`update skills set ${change} where name = ?`, [name]);
    try {
      return await ask();
    } finally {
      await em.execute(
        `update skills set install_count = 0, rating_count = 0, rating_sum = 0, deprecated = false where name = ?`,
        [name],
      );
    }
  }

  before(async () => {
    hub = await startHub();
    await seedSkills(hub, 6, `'anchor-' || n`, `'Holds a ship.'`);
    mia = await hub.addUser('mia');
    await hub.importFiles({
      'a/SKILL.md': skillText({ name: 'harbour', description: 'Holds a boat.' }),
      'b/SKILL.md': skillText({ name: 'harbour-pilot', description: 'Steers a boat.' }),
    });
  });
  after(() => hub[Symbol.asyncDispose]());

  it('puts what more people use first, of skills that match equally', async () => {
    for (const name of ['anchor-2', 'anchor-5']) {
      const found = await whileSkillIs('install_count = 50', name, () => names({ query: 'ship' }));
      assert.equal(found[0], name);
    }
  });

  it('puts the better rated first, of skills that match equally', async () => {
    for (const name of ['anchor-1', 'anchor-4']) {
      const change = 'rating_count = 20, rating_sum = 98';
      assert.equal((await whileSkillIs(change, name, () => names({ query: 'ship' })))[0], name);
    }
  });

  it('demotes a deprecated skill and does not hide it', async () => {
    const found = await whileSkillIs('install_count = 50, deprecated = true', 'anchor-3', () =>
      names({ query: 'ship' }),
    );
    assert.deepEqual([found.length, found.at(-1)], [6, 'anchor-3']);
  });

  it('demotes what the caller has installed, for that caller only', async () => {
    const plan = await mia.client.installs.install.mutate({ skillId: 'acme/harbour' });
    assert.equal(plan.skill.name, 'harbour');
    const mine = await names({ query: 'boat' }, mia);
    assert.deepEqual(mine, ['harbour-pilot', 'harbour']);
    assert.equal((await names({ query: 'boat' }))[0], 'harbour');
    assert.equal((await names({ query: 'harbour' }, mia))[0], 'harbour');
  });

  it('never lifts a popular skill over the one that was named', async () => {
    const found = await whileSkillIs('install_count = 100000', 'anchor-2', () =>
      names({ query: 'anchor-6' }),
    );
    assert.equal(found[0], 'anchor-6');
  });

  it('by rating puts 200 ratings of 4.8 before a single one of 5, and the unrated last', async () => {
    const em = hub.orm.em.fork();
    await em.execute(`update skills set rating_count = 200, rating_sum = 960 where name = 'anchor-1';
      update skills set rating_count = 1, rating_sum = 5 where name = 'anchor-2';
      update skills set rating_count = 3, rating_sum = 3 where name = 'anchor-3'`);
    const { items } = await hub.client.skills.search.query({ sort: 'rating', query: 'ship' });
    assert.deepEqual(
      items.slice(0, 3).map(({ name, averageRating }) => [name, averageRating]),
      [
        ['anchor-1', 4.8],
        ['anchor-2', 5],
        ['anchor-3', 1],
      ],
    );
    assert.deepEqual(await names({ minRating: 4.9 }), ['anchor-2']);
    await em.execute(`update skills set rating_count = 0, rating_sum = 0`);
  });

  it('says where each one matched, in texts without HTML', async () => {
    await hub.importFiles({
      'x/SKILL.md': skillText({
        name: 'markup',
        description: 'Turns <b>gliders</b> & "others" into text.',
        frontmatter: { metadata: { tags: ['gliders'] } },
      }),
    });
    const { items } = await hub.client.skills.search.query({ query: 'gliders' });
    const match = items[0]?.match ?? assert.fail('no match');
    assert.deepEqual(match.fields, ['tags', 'description']);
    const fragment = match.fragment ?? assert.fail('no fragment');
    assert.equal(fragment.text, 'Turns <b>gliders</b> & "others" into text.');
    assert.deepEqual(
      fragment.ranges.map(([from, to]) => fragment.text.slice(from, to)),
      ['gliders'],
    );
  });
});
