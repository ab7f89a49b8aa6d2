import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createMarketplaceClient } from '@skill-marketplace/shared/client';
import { openEditor } from '../../support/editor.ts';
import { eventually } from '../../support/eventually.ts';
import { startMarketplace, type Marketplace } from '../../support/marketplace.ts';

/** An editor on a marketplace of this computer that has the starter skills, once they are shown. */
async function openOn({ stateHome }: Marketplace) {
  const editor = await openEditor({ stateHome });
  await editor.browse.row('Code Review').waitFor();
  return editor;
}

/** Two skills get stars, one of them an install, so that there is something to order and filter by. */
async function rate({ url, credentials }: Marketplace): Promise<void> {
  const client = createMarketplaceClient({ url, token: credentials.token });
  await client.ratings.rate.mutate({ skillId: 'starter/code-review', rating: 5 });
  await client.ratings.rate.mutate({ skillId: 'starter/bug-reproduction', rating: 3 });
  await client.installs.install.mutate({ skillId: 'starter/bug-reproduction' });
}

describe('the search', () => {
  let marketplace: Marketplace;
  before(async () => (marketplace = await startMarketplace()));
  after(() => marketplace[Symbol.asyncDispose]());

  it('answers while one types, installs, opens, and goes into Browse', async () => {
    await rate(marketplace);
    await using editor = await openOn(marketplace);
    const { workspace, window, browse, quickInput: picker } = editor;

    await window.runCommand('Skills: Search…');
    await picker.expect('Search Skills');
    await picker.entry('Bug Reproduction').waitFor();
    const start = await picker.labels();
    assert.deepEqual(start[0], 'Bug Reproduction', 'what is installed most comes first');
    await window.screenshots('search-1-start');

    await picker.box.pressSequentially('pull req', { delay: 30 });
    await picker.entry(/Show all \d+ results in Browse/).waitFor();
    // How many more there are, and in which order, is the server's affair.
    await eventually(async () => {
      const found = await picker.labels();
      for (const name of ['API Design Review', 'Code Review', 'Commit Message']) {
        assert.ok(found.includes(name), found.join('\n'));
      }
      assert.ok(!found.includes('CSV Profiler'), found.join('\n'));
    });
    const [, facts, why] = await picker.textOf('Code Review');
    assert.equal(facts, 'starter/code-review · ★ 5.0 (1)');
    assert.match(why ?? '', /^in [a-z, ]*description · .*pull request/i);
    await window.screenshots('search-2-typed');

    await picker.found('Code Review');
    await picker.clickEntryAction('Code Review', 'Open Details Behind the List');
    await window.editorTab('code-review.md').waitFor();
    await picker.clickEntryAction('Code Review', 'Install');
    await window.toast(/Installed Code Review/).text();
    assert.ok(existsSync(join(workspace, '.agents/skills/code-review/SKILL.md')));
    await eventually(async () => {
      const row = picker.entry('Code Review');
      assert.equal(await row.locator('.codicon-check').count(), 1);
      assert.equal(await row.getByRole('button', { name: 'Install', exact: true }).count(), 0);
    });
    await window.screenshots('search-3-installed');

    await picker.clickTitleAction('Filter and Order…');
    await picker.expect(/Filter and Order/);
    await picker.entry('4★ and more').waitFor();
    await window.screenshots('search-4-filters');
    await picker.choose('4★ and more');
    await picker.expect(/^Search Skills · 4★ and more/);
    await picker.entry('Show the result in Browse').waitFor();
    assert.equal(await picker.box.inputValue(), 'pull req');
    await window.screenshots('search-5-filtered');

    await picker.accept();
    await browse.row('1 result for “pull req”').waitFor();
    assert.deepEqual(await browse.rowTexts(), [
      '1 result for “pull req” 4★ and more',
      'Code Review ★ 5.0 (1) · 1 install',
    ]);
    await window.screenshots('search-6-browse');
    await browse.clickTitleAction('Refresh');
    await eventually(async () => assert.equal((await browse.rowTexts()).length, 2));

    await browse.clickInlineAction(browse.row('1 result for “pull req”'), 'Clear Search');
    await browse.row('Bug Reproduction').waitFor();
    assert.equal(await browse.row(/result/).count(), 0);
    await window.screenshots('search-7-cleared');
  });

  it('is done by keys alone, and takes the words of an early Enter, not what was found for others', async () => {
    await using editor = await openOn(marketplace);
    const { window, quickInput: picker, browse } = editor;
    await window.runCommand('Skills: Search…');
    await picker.entry(/./).first().waitFor();
    await picker.type('migration');
    await picker.accept();
    await browse.row(/^\d+ results? for “migration”$/).waitFor();
    assert.equal(await window.editorTab(/\.md$/).count(), 0);

    await window.runCommand('Skills: Search…');
    await picker.type('postmortem');
    await picker.entry('Show the result in Browse').waitFor();
    // Up to the first row, round to the last, all results, and to the filters above it.
    for (let up = 0; up < 3; up += 1) await picker.box.press('ArrowUp');
    await picker.accept();
    await picker.expect(/Filter and Order/);
    await picker.clickTitleAction('Back');
    await picker.entry('Incident Postmortem').waitFor();
    assert.equal(await picker.box.inputValue(), 'postmortem');
    await picker.box.press('ArrowDown');
    await picker.accept();
    await window.editorTab('incident-postmortem.md').waitFor();

    await window.runCommand('Skills: Search…');
    await picker.entry('postmortem').waitFor();
    // The skills that come in after the last searches draw the list anew.
    await picker.entry('Code Review').waitFor();
    await window.screenshot('search-8-last-searches');
    await picker.choose('postmortem');
    await picker.entry('Show the result in Browse').waitFor();
    assert.equal(await picker.box.inputValue(), 'postmortem');
    await picker.choose('Show the result in Browse');
    // The row takes one back to the words.
    await browse.row('1 result for “postmortem”').click();
    await picker.expect('Search Skills');
    assert.equal(await picker.box.inputValue(), 'postmortem');
    await picker.cancel();
    await browse.row('1 result for “postmortem”').waitFor();
  });

  it('asks about a skill above the list, which is there again after Cancel', async () => {
    await using editor = await openOn(marketplace);
    const { window, quickInput: picker } = editor;
    await window.runCommand('Skills: Search…');
    await picker.type('csv profiler');
    await picker.found('CSV Profiler');
    await picker.clickEntryAction('CSV Profiler', 'Install');
    assert.match(await window.dialog.text(), /^Install CSV Profiler/);
    await window.screenshot('search-9-consent');
    await window.dialog.press('Cancel');
    await picker.clickEntryAction('CSV Profiler', 'Install');
    await window.dialog.press('Cancel');
    assert.equal(await picker.box.inputValue(), 'csv profiler');
  });

  it('tells of a correction in the list and in Browse, and searches as written on demand', async () => {
    await using editor = await openOn(marketplace);
    const { window, quickInput: picker, browse } = editor;
    await window.runCommand('Skills: Search…');
    await picker.type('postmortm');
    await picker.entry('Showing results for “postmortem”').waitFor();
    await window.screenshot('search-10-corrected');
    await picker.accept();
    await browse.row('Search instead for “postmortm”').waitFor();
    await window.screenshot('search-11-corrected-browse');
    await browse.row('Search instead for “postmortm”').click();
    await browse.row('No skills for “postmortm”').waitFor();
    await window.screenshot('search-12-as-written');
    await browse.row('Show All Skills').click();
    await browse.row('Code Review').waitFor();
    await window.runCommand('Skills: Search…');
    await picker.type('postmortm');
    await picker.choose('Showing results for “postmortem”');
    await picker.entry('No skills for “postmortm”').waitFor();
  });

  it('tells that nothing was found, and that the marketplace is gone, as rows of the list', async () => {
    await using own = await startMarketplace();
    await using editor = await openOn(own);
    const { window, quickInput: picker, browse } = editor;
    await window.runCommand('Skills: Search…');
    await picker.type('zyxwv');
    await picker.entry('No skills for “zyxwv”').waitFor();
    await window.screenshot('search-13-nothing');
    await own.stop();
    await picker.type('zyxwvu');
    const host = new URL(own.url).host;
    await picker.entry(`No answer from ${host}`).waitFor();
    await window.screenshot('search-14-gone');
    const { dataDir, stateHome } = own;
    await using _again = await startMarketplace({
      dataDir,
      stateHome,
      port: Number(new URL(own.url).port),
    });
    await picker.type('review');
    await picker.entry('Code Review').waitFor();
    await picker.cancel();
    assert.equal(await browse.row(/result/).count(), 0);
  });
});
