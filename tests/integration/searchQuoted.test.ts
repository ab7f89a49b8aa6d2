import assert from 'node:assert/strict';
import type { MarketplaceInputs } from '@skill-marketplace/shared/client';
import { startHub, type Hub } from '../support/app.ts';
import { skillText } from '../support/skillFolder.ts';

type SearchInput = MarketplaceInputs['skills']['search'];

describe('a search for what stands in quotes, after a minus, or is a reference', function () {
  this.timeout(60_000);
  let hub: Hub;

  const search = async (input: SearchInput) => (await hub.client.skills.search.query(input)).items;
  const found = async (query: string) =>
    (await search({ query })).map(({ reference }) => reference);
  const fieldsOf = async (input: SearchInput) =>
    (await search(input)).map(({ name, match }) => [name, match?.fields]);

  before(async () => {
    hub = await startHub();
    await hub.importFiles(
      {
        'a/SKILL.md': skillText({
          name: 'code-review',
          description: 'Looks at changes.',
          frontmatter: { metadata: { tags: ['review'] } },
        }),
        'b/SKILL.md': skillText({ name: 'merge-gate', description: 'Waits for a code review.' }),
        'c/SKILL.md': skillText({
          name: 'animals',
          description: 'Lists a quokka.',
          body: 'Body zebra and a wombat.\n',
        }),
        'd/SKILL.md': skillText({
          name: 'plants',
          description: 'Lists a fern, for those who ask for code review in vain.',
          body: 'Here hides a wombat beside a quokka.\n',
        }),
        'e/SKILL.md': skillText({
          name: 'late-notes',
          description: 'Takes notes.',
          body: 'Nobody did a code review of these notes.\n',
        }),
      },
      'starter',
    );
    await hub.importFiles(
      { 'a/SKILL.md': skillText({ name: 'code-review', description: 'Another one.' }) },
      'globex',
    );
    const em = hub.orm.em.fork();
    // What is popular must not hide what is named.
    await em.execute(`update skills set install_count = 500 where name in ('merge-gate', 'late-notes');
      insert into skills (id, source, publisher, name, display_name, description, category, category_source, tags,
        skill_type, author, status, latest_version, created_at, updated_at)
      select gen_random_uuid(), 'atom', publisher, 'code-audit', 'Code Audit', 'From afar.', category, category_source,
        tags, skill_type, author, status, latest_version, created_at, updated_at
      from skills where publisher = 'starter' and name = 'code-review'`);
  });
  after(() => hub[Symbol.asyncDispose]());

  it('puts the names that a phrase is first, and what only the README says last', async () => {
    const names = await found('"code review"');
    assert.deepEqual(names.slice(0, 2).sort(), ['globex/code-review', 'starter/code-review']);
    assert.deepEqual(names.slice(2), [
      'starter/merge-gate',
      'starter/plants',
      'starter/late-notes',
    ]);
    assert.deepEqual((await found('code "review"')).slice(0, 2).sort(), names.slice(0, 2).sort());
  });

  it('reads a reference in quotes', async () => {
    assert.deepEqual(await found('"starter/code-review"'), ['starter/code-review']);
  });

  it('excludes a word that stands in the README where READMEs are asked', async () => {
    assert.deepEqual((await found('quokka')).sort(), ['starter/animals', 'starter/plants']);
    assert.deepEqual(await found('quokka -quokka'), []);
    assert.deepEqual(await found('wombat -zebra'), ['starter/plants']);
    assert.deepEqual(await found('"a wombat" -fern'), ['starter/animals']);
    assert.deepEqual(await found('"a wombat" -zebra'), ['starter/plants']);
  });

  it('excludes the skill whose reference comes after a minus, and no other', async () => {
    const all = await found('code');
    assert.ok(all.includes('starter/code-review'));
    for (const query of ['code -starter/code-review', 'code -"starter/code-review"']) {
      assert.deepEqual(
        (await found(query)).sort(),
        all.filter((reference) => reference !== 'starter/code-review').sort(),
        query,
      );
    }
    const own = await found('code -atom:starter/code-audit');
    assert.ok(!own.includes('atom:starter/code-audit') && own.includes('starter/code-review'));
  });

  it('takes a reference for a skill of its source only', async () => {
    const isExact = async (query: string) =>
      (await search({ query }))
        .filter(({ match }) => match?.fields.includes('reference'))
        .map(({ reference }) => reference);
    assert.deepEqual(await isExact('starter/code-review'), ['starter/code-review']);
    assert.deepEqual(await isExact('starter/code-audit'), []);
    assert.deepEqual(await isExact('atom:starter/code-audit'), ['atom:starter/code-audit']);
    assert.deepEqual(await isExact('atom:starter/code-review'), []);
  });

  it('says that a phrase stands in the README, and shows it', async () => {
    const [item] = await search({ query: '"Body zebra"' });
    assert.deepEqual([item?.name, item?.match?.fields], ['animals', ['readme']]);
    const { text, ranges } = item?.match?.fragment ?? assert.fail('no fragment');
    assert.equal(ranges.map(([from, to]) => text.slice(from, to)).join(' '), 'Body zebra');
    assert.deepEqual(await fieldsOf({ query: '"lists a quokka"' }), [['animals', ['description']]]);
  });

  it('says that a tag was asked for, in the query or beside it', async () => {
    const expected = [['code-review', ['tags']]];
    const publisher = 'starter';
    assert.deepEqual(await fieldsOf({ query: 'tag:review', publisher, source: 'local' }), expected);
    assert.deepEqual(
      await fieldsOf({ query: 'changes', tags: ['review'], publisher, source: 'local' }),
      [['code-review', ['tags', 'description']]],
    );
  });
});
