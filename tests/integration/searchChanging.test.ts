import assert from 'node:assert/strict';
import type { MarketplaceInputs } from '@skill-marketplace/shared/client';
import { startHub } from '../support/app.ts';
import { skillText, type FileTree } from '../support/skillFolder.ts';
import { recountWords } from '../../server/src/features/search/dictionary.repository.ts';

type SearchInput = MarketplaceInputs['skills']['search'];

/** Skills that have the word in their description, or only in their README. */
function skillsWith(word: string, count: number, name: string, isInReadme = false): FileTree {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => {
      const own = `${name}-${String(index).padStart(2, '0')}`;
      const text = isInReadme ? { body: `About ${word}.\n` } : { description: `About ${word}.` };
      return [`${own}/SKILL.md`, skillText({ name: own, ...text })];
    }),
  );
}

describe('the pages of a search while the catalogue changes', function () {
  this.timeout(60_000);

  for (const sort of ['name', 'newest', 'installs', 'rating'] as const) {
    it(`go on in READMEs when they began there, sorted by ${sort}`, async () => {
      await using hub = await startHub();
      const search = (input: SearchInput) => hub.client.skills.search.query(input);
      await hub.importFiles({
        ...skillsWith('zeppelins', 8, 'm'),
        ...skillsWith('zeppelins', 8, 'r', true),
      });
      const first = await search({ query: 'zeppelins', sort, limit: 5 });
      assert.equal(first.total, 16);
      // From so many on a search would not look into READMEs.
      await hub.importFiles(skillsWith('zeppelins', 30, 'z'));
      const names = first.items.map(({ name }) => name);
      for (let cursor = first.nextCursor; cursor !== null;) {
        const page = await search({ query: 'zeppelins', sort, limit: 5, cursor });
        names.push(...page.items.map(({ name }) => name));
        cursor = page.nextCursor;
      }
      assert.equal(new Set(names).size, names.length);
      assert.equal(names.filter((name) => !name.startsWith('z')).length, 16);
    });
  }

  it('go on with the corrected words, and say so', async () => {
    await using hub = await startHub();
    const search = (input: SearchInput) => hub.client.skills.search.query(input);
    await hub.importFiles(skillsWith('zeppelins', 8, 'm'));
    const asked: SearchInput = { query: 'zepplins', sort: 'name', limit: 5 };
    const first = await search(asked);
    assert.equal(first.correctedQuery, 'zeppelins');
    // Somebody writes it so: the word is known from here on.
    await hub.importFiles(skillsWith('zepplins', 1, 'z'));
    await recountWords(hub.orm.em.fork());
    const second = await search({ ...asked, cursor: first.nextCursor ?? '' });
    assert.equal(second.correctedQuery, 'zeppelins');
    assert.deepEqual(
      second.items.map(({ name }) => name),
      ['m-05', 'm-06', 'm-07'],
    );
  });
});
