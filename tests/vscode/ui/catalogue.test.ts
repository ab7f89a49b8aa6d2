import assert from 'node:assert/strict';
import { createMarketplaceClient } from '@skill-marketplace/shared/client';
import { eventually } from '../../support/eventually.ts';
import { runMarketplace, startMarketplace } from '../../support/marketplace.ts';
import { extensionVsix } from '../../support/paths.ts';
import { folderOf, skillText, type FileTree } from '../../support/skillFolder.ts';
import { startVsCode } from '../../support/vscodeHost.ts';
import { lightTheme } from '../../support/vscodeSettings.ts';
import { openWorkbench } from '../../support/workbench.ts';

const NUMBERS = Array.from({ length: 60 }, (_, index) => String(index + 1).padStart(2, '0'));

describe('the catalogue', () => {
  it('that is small is one flat list that ends in how to add skills', async () => {
    await using marketplace = await startMarketplace();
    await using workspace = await folderOf({ 'README.md': '# Example\n' });
    await using vscode = await startVsCode({
      extensions: [extensionVsix],
      env: { XDG_STATE_HOME: marketplace.stateHome },
    });
    for (const theme of ['dark', 'light'] as const) {
      if (theme === 'light') await vscode.writeUserSettings(lightTheme);
      await using window = await openWorkbench(vscode, { open: workspace.path });
      await window.openContainer('Skill Marketplace');
      const browse = window.view('Browse');
      await browse.row('Add skills from a git repository…').waitFor();
      assert.equal((await browse.rowTexts()).length, 11);
      await window.screenshot(`catalogue-small-${theme}`);
    }
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

    await using workspace = await folderOf({ 'README.md': '# Example\n' });
    await using vscode = await startVsCode({
      extensions: [extensionVsix],
      env: { XDG_STATE_HOME: stateHome },
    });
    await vscode.writeUserSettings(lightTheme);
    await using window = await openWorkbench(vscode, {
      open: workspace.path,
      viewport: { width: 1280, height: 1400 },
    });
    await window.openContainer('Skill Marketplace');
    const browse = window.view('Browse');
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
    await window.screenshot('catalogue-large-light');
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
