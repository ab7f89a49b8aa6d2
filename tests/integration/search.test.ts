import assert from 'node:assert/strict';
import type { SkillSearchInput } from '@skill-marketplace/shared/contracts';
import type { MarketplaceInputs } from '@skill-marketplace/shared/client';
import { startHub, type Hub, type HubUser } from '../support/app.ts';
import { skillText, type FileTree } from '../support/skillFolder.ts';
import { refusalOf } from './refusal.ts';

type SearchInput = MarketplaceInputs['skills']['search'];

/** Three publishers with a few skills each, of every type. */
const CATALOGUE: Record<string, FileTree> = {
  acme: {
    'deploy/SKILL.md': skillText({
      name: 'deploy-service',
      description: 'Ships a container to production and rolls it back.',
      frontmatter: { metadata: { category: 'devops', tags: ['kubernetes', 'release'] } },
    }),
    'profile/SKILL.md': skillText({
      name: 'profile-csv',
      description: 'Profiles the columns of a table.',
      frontmatter: { metadata: { category: 'data', tags: ['csv', 'release'] } },
    }),
    'profile/scripts/profile.py': '#!/usr/bin/env python3\nprint(1)\n',
  },
  globex: {
    'notes/SKILL.md': skillText({
      name: 'release-notes',
      description: 'Writes what changed for readers.',
      frontmatter: { metadata: { category: 'writing', tags: ['release'] } },
    }),
    'audit/SKILL.md': skillText({
      name: 'dependency-audit',
      description: 'Looks at every package of a container image.',
      frontmatter: { metadata: { category: 'security', tags: ['npm'] } },
    }),
    'audit/scripts/audit.mjs': 'console.log(1);\n',
  },
  initech: {
    'memo/SKILL.md': skillText({
      name: 'memo',
      description: 'Writes a memo.',
      frontmatter: { metadata: { category: 'writing', tags: [] } },
    }),
  },
};

describe('skills.search', function () {
  this.timeout(30_000);
  let hub: Hub;
  let people: HubUser[];

  const found = async (input: SearchInput) =>
    (await hub.client.skills.search.query(input)).items.map(({ name }) => name);

  before(async () => {
    hub = await startHub();
    for (const [publisher, tree] of Object.entries(CATALOGUE))
      await hub.importFiles(tree, publisher);
    people = await Promise.all(['mia', 'noa', 'tom'].map((name) => hub.addUser(name)));
    const [mia, noa, tom] = people;
    // memo: 3 installs, 3.5 stars; deploy-service: 1 install, 5 stars; release-notes: 2 stars.
    for (const user of people)
      await user.client.installs.install.mutate({ skillId: 'initech/memo' });
    await mia?.client.installs.install.mutate({ skillId: 'acme/deploy-service' });
    await mia?.client.ratings.rate.mutate({ skillId: 'initech/memo', rating: 3 });
    await noa?.client.ratings.rate.mutate({ skillId: 'initech/memo', rating: 4 });
    await mia?.client.ratings.rate.mutate({ skillId: 'acme/deploy-service', rating: 5 });
    await tom?.client.ratings.rate.mutate({ skillId: 'globex/release-notes', rating: 2 });
  });
  after(() => hub[Symbol.asyncDispose]());

  it('answers a whole summary, with what matched', async () => {
    const { items } = await hub.client.skills.search.query({ query: 'rolls', limit: 1 });
    const [{ id, createdAt, updatedAt, ...summary } = assert.fail()] = items;
    assert.match(id, /^[0-9a-f-]{36}$/);
    assert.ok(createdAt instanceof Date && updatedAt >= createdAt);
    assert.deepEqual(summary, {
      reference: 'acme/deploy-service',
      publisher: 'acme',
      name: 'deploy-service',
      displayName: 'Deploy Service',
      description: 'Ships a container to production and rolls it back.',
      category: 'devops',
      tags: ['kubernetes', 'release'],
      skillType: 'prompt_only',
      author: 'acme',
      latestVersion: '1.0.0',
      averageRating: 5,
      ratingCount: 1,
      verifiedRatingCount: 1,
      installCount: 1,
      status: 'active',
      source: 'local',
      match: {
        fields: ['description'],
        fragment: {
          text: 'Ships a container to production and rolls it back.',
          ranges: [[36, 41]],
        },
      },
    });
  });

  const filters: [string, SearchInput, string[]][] = [
    ['category', { category: 'writing' }, ['memo', 'release-notes']],
    ['skillType', { skillType: 'python_code' }, ['profile-csv']],
    ['skillType of Node', { skillType: 'nodejs' }, ['dependency-audit']],
    ['publisher', { publisher: 'globex' }, ['dependency-audit', 'release-notes']],
    ['one tag', { tags: ['release'] }, ['deploy-service', 'profile-csv', 'release-notes']],
    ['all of several tags', { tags: ['release', 'csv'] }, ['profile-csv']],
    ['no tags', { tags: [], publisher: 'initech' }, ['memo']],
    ['minRating', { minRating: 3.5 }, ['deploy-service', 'memo']],
    ['a source that is this server', { source: 'local', category: 'data' }, ['profile-csv']],
    ['a source that is another', { source: 'atom' }, []],
    [
      'all together',
      { publisher: 'acme', tags: ['release'], minRating: 1, query: 'ships' },
      ['deploy-service'],
    ],
  ];
  for (const [what, input, names] of filters) {
    it(`filters by ${what}`, async () => {
      assert.deepEqual((await found(input)).sort(), names);
    });
  }

  const orders: [SkillSearchInput['sort'], string[]][] = [
    ['installs', ['memo', 'deploy-service']],
    ['rating', ['deploy-service', 'memo', 'release-notes']],
    ['newest', ['memo']],
    ['name', ['dependency-audit', 'deploy-service', 'memo', 'profile-csv', 'release-notes']],
  ];
  for (const [sort, first] of orders) {
    it(`sorts by ${sort}`, async () => {
      assert.deepEqual((await found({ sort })).slice(0, first.length), first);
    });
  }

  it('sorts by installs without a query, and by relevance with one', async () => {
    assert.deepEqual(await found({}), await found({ sort: 'installs' }));
    assert.deepEqual(
      await found({ query: 'writes' }),
      await found({ query: 'writes', sort: 'relevance' }),
    );
  });

  it('puts an exact name first, and a name before a description', async () => {
    assert.equal((await found({ query: 'memo' }))[0], 'memo');
    assert.equal((await found({ query: 'globex/release-notes' }))[0], 'release-notes');
    assert.deepEqual(await found({ query: 'release notes' }), ['release-notes']);
    assert.equal((await found({ query: 'release' }))[0], 'release-notes');
  });

  it('finds the word that is still being typed, another form of a word, and a tag', async () => {
    assert.deepEqual(await found({ query: 'prod' }), ['deploy-service']);
    assert.deepEqual(await found({ query: 'container pack' }), ['dependency-audit']);
    assert.deepEqual(await found({ query: 'shipping' }), ['deploy-service']);
    assert.deepEqual(await found({ query: 'kubernetes' }), ['deploy-service']);
  });

  it('takes phrases, exclusions and alternatives', async () => {
    assert.deepEqual(await found({ query: '"container image"' }), ['dependency-audit']);
    assert.deepEqual(await found({ query: 'container -image' }), ['deploy-service']);
    assert.deepEqual((await found({ query: 'memo or columns' })).sort(), ['memo', 'profile-csv']);
  });

  it('takes a query of nothing but white space for none', async () => {
    assert.deepEqual(
      await hub.client.skills.search.query({ query: ' \t\n' }),
      await hub.client.skills.search.query({}),
    );
  });

  it('marks every match by character ranges in the fragment', async () => {
    const { items } = await hub.client.skills.search.query({ query: 'writes' });
    for (const { match } of items) {
      const words = match?.fragment?.ranges.map(([from, to]) =>
        match.fragment?.text.slice(from, to),
      );
      assert.deepEqual(words, ['Writes']);
    }
    assert.equal(items.length, 2);
  });

  it('names the fields that matched', async () => {
    const { items } = await hub.client.skills.search.query({ query: 'release', sort: 'name' });
    assert.deepEqual(
      items.map(({ name, match }) => [name, match?.fields]),
      [
        ['deploy-service', ['tags']],
        ['profile-csv', ['tags']],
        ['release-notes', ['name', 'tags']],
      ],
    );
  });

  it('counts all of it, exactly, on every page', async () => {
    const { total, totalIsEstimate, items } = await hub.client.skills.search.query({ limit: 2 });
    assert.deepEqual([total, totalIsEstimate, items.length], [5, false, 2]);
  });

  it('counts each facet without its own filter and with all others', async () => {
    const input = { category: 'writing', publisher: 'globex' };
    const { facets, total } = await hub.client.skills.search.query(input);
    assert.equal(total, 1);
    assert.deepEqual(facets, {
      category: [
        { value: 'security', count: 1 },
        { value: 'writing', count: 1 },
      ],
      skillType: [{ value: 'prompt_only', count: 1 }],
      publisher: [
        { value: 'globex', count: 1 },
        { value: 'initech', count: 1 },
      ],
      rating: [
        { value: '4', count: 0 },
        { value: '3', count: 0 },
        { value: '2', count: 1 },
        { value: '1', count: 1 },
      ],
    });
  });

  it('counts the rating facet without its own filter', async () => {
    const { facets } = await hub.client.skills.search.query({ minRating: 5 });
    assert.deepEqual(
      facets.rating.map(({ count }) => count),
      [1, 2, 3, 3],
    );
    assert.deepEqual(facets.publisher, [{ value: 'acme', count: 1 }]);
  });

  it('refuses a query of 513 characters and takes one of 512', async () => {
    const error = await refusalOf(hub.client.skills.search.query({ query: 'x'.repeat(513) }));
    assert.deepEqual([error.reason, error.field], ['invalid_input', 'query']);
    assert.deepEqual(await found({ query: 'x'.repeat(512) }), []);
  });

  const bad: [string, SearchInput, string][] = [
    ['a limit of 0', { limit: 0 }, 'limit'],
    ['a limit of 101', { limit: 101 }, 'limit'],
    ['a limit of 1.5', { limit: 1.5 }, 'limit'],
    ['a minRating over 5', { minRating: 5.1 }, 'minRating'],
    ['a category that is no slug', { category: 'No Slug' }, 'category'],
    ['a publisher that is no slug', { publisher: '../etc' }, 'publisher'],
    ['an empty tag', { tags: [''] }, 'tags.0'],
    ['a cursor of nobody', { cursor: 'eyJhdCI6MX0' }, 'cursor'],
    ['an empty cursor', { cursor: '' }, 'cursor'],
  ];
  for (const [what, input, field] of bad) {
    it(`refuses ${what}`, async () => {
      const error = await refusalOf(hub.client.skills.search.query(input));
      assert.deepEqual([error.reason, error.field], ['invalid_input', field]);
    });
  }

  it('counts categories with the names that people read', async () => {
    assert.deepEqual(await hub.client.skills.categories.query(), [
      { name: 'writing', displayName: 'Writing', skillCount: 2 },
      { name: 'data', displayName: 'Data', skillCount: 1 },
      { name: 'devops', displayName: 'DevOps', skillCount: 1 },
      { name: 'security', displayName: 'Security', skillCount: 1 },
    ]);
  });
});
