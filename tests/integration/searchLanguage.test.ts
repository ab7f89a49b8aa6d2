import assert from 'node:assert/strict';
import type { MarketplaceInputs } from '@skill-marketplace/shared/client';
import { startHub, type Hub } from '../support/app.ts';
import { skillText, type FileTree } from '../support/skillFolder.ts';
import { refusalOf } from './refusal.ts';

type SearchInput = MarketplaceInputs['skills']['search'];

interface Listed {
  description: string;
  tags?: string[];
  category?: string;
  body?: string;
}

/** One folder a skill. */
function catalogueOf(skills: Readonly<Record<string, Listed>>): FileTree {
  return Object.fromEntries(
    Object.entries(skills).map(([name, { description, tags = [], category = 'other', body }]) => [
      `${name}/SKILL.md`,
      skillText({
        name,
        description,
        frontmatter: { metadata: { tags, category } },
        ...(body === undefined ? {} : { body: `# Title\n\n${body}\n` }),
      }),
    ]),
  );
}

const CATALOGUE: Readonly<Record<string, Listed>> = {
  'pdf-tools': { description: 'Splits and joins pages.' },
  kubernetes: { description: 'Watches a cluster.', tags: ['operations'], category: 'devops' },
  'kubernetes-costs': { description: 'Counts what a cluster costs.', category: 'devops' },
  'cluster-notes': { description: 'Notes for kubernetes people.', category: 'writing' },
  'postgres-tuning': { description: 'Reads a query plan.', tags: ['Database'], category: 'data' },
  'terraform-plan': { description: 'Reviews infrastructure.', category: 'devops' },
  'how-to': { description: 'Explains steps.' },
  'modern-cpp': { description: 'Guides for C++ and C# and .NET and node.js people.' },
  cafe: { description: 'Serves a crème brûlée.' },
  'hidden-gem': { description: 'Says little.', body: 'It knows about zeppelins and dirigibles.' },
  'roll-back': { description: 'Brings the release back to what it was.' },
  'blue-green': { description: 'Ships the blue release beside the green canary.' },
  'red-green': { description: 'Ships the red one.' },
};

describe('the language of a search', function () {
  this.timeout(30_000);
  let hub: Hub;

  const search = (input: SearchInput) => hub.client.skills.search.query(input);
  const found = async (input: SearchInput) => (await search(input)).items.map(({ name }) => name);

  before(async () => {
    hub = await startHub();
    await hub.importFiles(catalogueOf(CATALOGUE));
    await hub.importFiles(catalogueOf({ kubernetes: { description: 'Another one.' } }), 'globex');
  });
  after(() => hub[Symbol.asyncDispose]());

  const queries: [string, string[]][] = [
    ['"blue release"', ['blue-green']],
    ['"release blue"', []],
    ['ships -canary', ['red-green']],
    ['ships -"blue release"', ['red-green']],
    ['tag:operations', ['kubernetes']],
    ['tag:DATABASE', ['postgres-tuning']],
    ['publisher:globex', ['kubernetes']],
    ['category:data', ['postgres-tuning']],
    ['cluster category:writing', ['cluster-notes']],
    ['publisher:globex category:writing', []],
    ['cluster -category:devops -publisher:globex', ['cluster-notes']],
    ['canary -tag:none', ['blue-green']],
    ['type:python', []],
    ['canary type:p', ['blue-green']],
    ['canary -type:p', []],
    ['crème BRULEE', ['cafe']],
    ['Café', ['cafe']],
    ['how to', ['how-to']],
    ['c++', ['modern-cpp']],
    ['C#', ['modern-cpp']],
    ['.net', ['modern-cpp']],
    ['Node.js', ['modern-cpp']],
    ['tf', ['terraform-plan']],
    ['pg', ['postgres-tuning']],
  ];
  for (const [query, names] of queries) {
    it(`finds ${names.join(', ') || 'nothing'} for ${query}`, async () => {
      assert.deepEqual(await found({ query, exact: true }), names);
    });
  }

  it('knows abbreviations: k8s finds kubernetes', async () => {
    assert.deepEqual((await found({ query: 'k8s' })).slice(0, 2).sort(), [
      'kubernetes',
      'kubernetes',
    ]);
  });

  it('knows them in every case: PostgreSQL and TypeScript, too', async () => {
    for (const query of ['postgresql', 'PostgreSQL', 'PostGres']) {
      assert.deepEqual(await found({ query, exact: true }), ['postgres-tuning'], query);
    }
  });

  it('finds every spelling of a compound by every other', async () => {
    await using other = await startHub();
    const spellings = ['pdf-tools', 'pdf_tools', 'pdfTools', 'pdftools'];
    const names = spellings.map((_, index) => `${'abcd'[index] ?? ''}-skill`);
    for (const [index, spelling] of spellings.entries()) {
      const name = names[index] ?? assert.fail();
      await other.importFiles(
        catalogueOf({ [name]: { description: 'Nothing.', tags: [spelling] } }),
      );
    }
    for (const query of [...spellings, 'pdf tools']) {
      const { items } = await other.client.skills.search.query({ query, exact: true });
      assert.deepEqual(items.map(({ name }) => name).sort(), names, query);
    }
  });

  it('finds every spelling of a compound in a description by every other', async () => {
    await using other = await startHub();
    const spellings = ['pdf-tools', 'pdf_tools', 'pdfTools', 'pdftools'];
    const names = spellings.map((_, index) => `${'abcd'[index] ?? ''}-skill`);
    for (const [index, spelling] of spellings.entries()) {
      const name = names[index] ?? assert.fail();
      await other.importFiles(catalogueOf({ [name]: { description: `About ${spelling}.` } }));
    }
    for (const query of [...spellings, 'pdf tools']) {
      const { items } = await other.client.skills.search.query({ query, exact: true });
      assert.deepEqual(items.map(({ name }) => name).sort(), names, query);
    }
  });

  it('finds by two letters, and by every longer beginning of a name', async () => {
    for (const query of ['ku', 'kub', 'kubern', 'KUBERNETE']) {
      const names = await found({ query });
      assert.deepEqual(
        names.slice(0, 3).sort(),
        ['kubernetes', 'kubernetes', 'kubernetes-costs'],
        query,
      );
      assert.equal((await search({ query })).correctedQuery, undefined, query);
    }
  });

  it('puts the reference first, then the name, then names that begin so, then the words', async () => {
    const first = (await search({ query: 'globex/kubernetes' })).items[0];
    assert.equal(first?.reference, 'globex/kubernetes');
    assert.deepEqual(first.match?.fields.includes('reference'), true);
    const names = await found({ query: 'kubernetes' });
    assert.deepEqual(names, ['kubernetes', 'kubernetes', 'kubernetes-costs', 'cluster-notes']);
  });

  it('finds by most of the words, those with more of them first', async () => {
    const names = await found({ query: 'cluster costs counts elephants', exact: true });
    assert.equal(names[0], 'kubernetes-costs');
    assert.equal((await found({ query: 'ships blue canary' }))[0], 'blue-green');
  });

  it('goes on to the README where nothing else was found, and says so', async () => {
    const { items, correctedQuery } = await search({ query: 'dirigibles' });
    assert.deepEqual(
      items.map(({ name, match }) => [name, match?.fields]),
      [['hidden-gem', ['readme']]],
    );
    const fragment = items[0]?.match?.fragment ?? assert.fail('no fragment');
    assert.deepEqual(
      fragment.ranges.map(([from, to]) => fragment.text.slice(from, to)),
      ['dirigibles'],
    );
    assert.equal(correctedQuery, undefined);
  });

  it('refuses a type that does not exist, naming the field', async () => {
    const error = await refusalOf(search({ query: 'type:cobol' }));
    assert.deepEqual([error.reason, error.field], ['invalid_input', 'query']);
  });

  it('joins filters in the text with those beside it', async () => {
    assert.deepEqual(await found({ query: 'publisher:globex', category: 'other' }), ['kubernetes']);
    assert.deepEqual(await found({ query: 'publisher:globex', publisher: 'acme' }), []);
    assert.deepEqual(await found({ query: 'publisher:globex', publisher: undefined }), [
      'kubernetes',
    ]);
    assert.deepEqual(await found({ query: 'canary type:p', skillType: 'prompt_only' }), [
      'blue-green',
    ]);
    assert.deepEqual(await found({ query: 'canary type:p', skillType: 'nodejs' }), []);
    assert.deepEqual(await found({ query: 'canary type:py', skillType: 'prompt_only' }), []);
  });
});
