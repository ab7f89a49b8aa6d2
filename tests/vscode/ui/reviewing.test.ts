import assert from 'node:assert/strict';
import { createMarketplaceClient } from '@skill-marketplace/shared/client';
import { openEditor } from '../../support/editor.ts';
import { eventually } from '../../support/eventually.ts';
import { runMarketplace, startMarketplace } from '../../support/marketplace.ts';
import { publicationOf } from '../../support/publication.ts';
import { skillText } from '../../support/skillFolder.ts';

const skillId = 'acme/deploy';

describe('reviewing in the editor', () => {
  it('approves from the context menu, blocks with a reason, warns where it is installed, and lifts the block', async () => {
    await using marketplace = await startMarketplace();
    const { url, credentials, stateHome } = marketplace;
    const token = ['token', 'create', '--user', 'ada', '--scopes', 'read,publish'];
    const { stdout } = await runMarketplace(token, marketplace);
    await runMarketplace(['member', 'add', 'acme', 'ada'], marketplace);
    const ada = createMarketplaceClient({ url, token: stdout.trim() });
    await ada.publishing.publish.mutate(
      publicationOf('acme', 'deploy', {
        'SKILL.md': skillText({ name: 'deploy', body: '# Deploy It\n' }),
      }),
    );
    const own = createMarketplaceClient({ url, token: credentials.token });
    const availability = async () =>
      (await own.skills.byId.query({ id: skillId })).versions[0]?.availability;

    await using editor = await openEditor({ stateHome });
    const { window, browse, installed, quickInput } = editor;
    const { dialog } = window;
    const row = browse.row('Deploy It');
    await row.waitFor();
    const decideAbout = async (entry: string, question: string) => {
      await browse.chooseFromContextMenu(row, entry);
      await quickInput.expect(new RegExp(`Of which skill|${question.slice(0, -1)}`));
      // A tree that is drawn anew while the menu is open hands no row over: then the command asks.
      const asks = quickInput.widget.filter({ hasText: 'Of which skill' });
      if (await asks.isVisible()) await quickInput.choose('Deploy It');
      await quickInput.expect(question);
    };
    assert.ok((await browse.rowTexts()).includes('Deploy It not installable'));

    await browse.chooseFromContextMenu(row, 'Approve…');
    await quickInput.expect('Which version may everybody install?');
    await quickInput.choose('1.0.0');
    assert.match(await dialog.text(), /Approve acme\/deploy 1\.0\.0\?[\s\S]*It can only be read/);
    await window.screenshot('reviewing-1-approve');
    await dialog.press('Show Details');
    await window.editorTab('deploy.md').waitFor();
    await browse.chooseFromContextMenu(row, 'Approve…');
    await quickInput.choose('1.0.0');
    await dialog.press('Approve');
    await quickInput.expect('It may be left empty; reviewers see it beside the version.');
    await quickInput.type('Read line by line.');
    await quickInput.accept();
    await window.toast(/Approved acme\/deploy 1\.0\.0/).text();
    assert.equal(await availability(), 'installable');
    // VS Code takes no action on a row while its view is drawn anew.
    await eventually(async () => {
      const texts = await browse.rowTexts();
      assert.ok(!texts.includes('Deploy It not installable'), texts.join('\n'));
    });

    await browse.clickInlineAction(row, 'Install…');
    await window.toast(/Installed Deploy It 1\.0\.0/).text();
    await installed.row('deploy').waitFor();
    await row.locator('.codicon-check').waitFor();

    await decideAbout('Block…', 'Which version does nobody get any more?');
    await quickInput.choose('1.0.0');
    await quickInput.expect('What is blocked?');
    await window.screenshot('reviewing-2-block');
    await quickInput.choose('Only This Version');
    await quickInput.expect('Why? Everybody who has it reads this.');
    await quickInput.type('It deletes too much.');
    await quickInput.accept();
    await window.toast(/Blocked Deploy It 1\.0\.0: nobody gets it any more/).text();
    assert.equal(await availability(), 'blocked');

    await eventually(async () => {
      assert.ok((await installed.rowTexts()).includes('deploy 1.0.0 · blocked'));
    });
    assert.match(
      await window.hoverText(installed.row('deploy')),
      /Blocked by its marketplace, so better uninstalled: It deletes too much\./,
    );
    await window.screenshot('reviewing-3-blocked');

    await decideAbout('Unblock…', 'Which block was a mistake?');
    await window.screenshot('reviewing-4-unblock');
    await quickInput.choose('1.0.0');
    await quickInput.expect('It is kept in the record of changes, and shown to reviewers.');
    await quickInput.type('It was another one.');
    await quickInput.accept();
    await window.toast(/Unblocked acme\/deploy 1\.0\.0: approve it before/).text();
    assert.equal(await availability(), 'held');
  });
});
