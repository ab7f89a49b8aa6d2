import assert from 'node:assert/strict';
import { createMarketplaceClient } from '@skill-marketplace/shared/client';
import { openEditor } from '../../support/editor.ts';
import { eventually } from '../../support/eventually.ts';
import { runMarketplace, startMarketplace } from '../../support/marketplace.ts';
import { folderOf, skillText, type FileTree } from '../../support/skillFolder.ts';

const NUMBERS = Array.from({ length: 60 }, (_, index) => String(index + 1).padStart(2, '0'));

describe('the catalogue', () => {
  it('that is small is one flat list that ends in how to add skills', async () => {
    await using marketplace = await startMarketplace();
    await using editor = await openEditor({ stateHome: marketplace.stateHome });
    const { window, browse } = editor;
    await browse.row('Add skills from a git repository…').waitFor();
    assert.equal((await browse.rowTexts()).length, 11);
    await window.screenshots('catalogue-small');
  });

  it('that is large has sections and categories with counts, and loads more', async () => {
    await using marketplace = await startMarketplace();
    const tree: FileTree = Object.fromEntries(
      NUMBERS.map((number) => [
        `many/skill-${number}/SKILL.md`,
        skillText({
          name: `skill-${number}`,
          body: `# Skill ${number}\n`,
          frontmatter: { metadata: { category: 'research' } },
        }),
      ]),
    );
    await using source = await folderOf(tree);
    const imported = await runMarketplace(['import', `${source.path}/many`], marketplace);
    assert.equal(imported.code, 0, imported.stderr);
    const { url, credentials, stateHome } = marketplace;
    const client = createMarketplaceClient({ url, token: credentials.token });
    for (const number of NUMBERS.slice(0, 10)) {
      await client.ratings.rate.mutate({
        skillId: `many/skill-${number}`,
        rating: 3 + (Number(number) % 3),
      });
    }

    await using editor = await openEditor({
      stateHome,
      viewport: { width: 1280, height: 1400 },
    });
    const { window, browse } = editor;
    await browse.row('Top rated').waitFor();
    const labels = (await browse.rowTexts()).filter((text) => !text.startsWith('Skill '));
    assert.deepEqual(labels.slice(0, 4), [
      'Top rated 10',
      'Most installed',
      'Newest',
      'Categories',
    ]);
    await browse.toggle('Categories');
    await browse.row('Research').waitFor();
    assert.ok((await browse.rowTexts()).includes('Research 60'));
    await browse.toggle('Research');
    const more = browse.row(/^Load more/);
    await more.scrollIntoViewIfNeeded();
    await window.screenshots('catalogue-large');
    const before = await browse.rowTexts();
    const end = before.indexOf('Load more… 20 of 60');
    assert.ok(end > 0, before.join('\n'));
    await more.click();
    // A skill stands where the row was, below the same skills as before.
    await eventually(async () => {
      const after = await browse.rowTexts();
      assert.deepEqual(after.slice(0, end), before.slice(0, end));
      assert.match(after[end] ?? '', /^Skill /);
    });
    // The row is out of sight now, a page further down; one turn of the wheel is two rows.
    await eventually(async () => {
      await window.page.mouse.wheel(0, 100);
      assert.ok((await browse.rowTexts()).includes('Load more… 40 of 60'));
    });
  });
});
