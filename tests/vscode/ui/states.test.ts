import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createMarketplaceClient } from '@skill-marketplace/shared/client';
import { openEditor } from '../../support/editor.ts';
import { runMarketplace, startMarketplace, type Marketplace } from '../../support/marketplace.ts';
import { startDeafServer, startPageServer } from '../../support/oddServers.ts';

describe('a window', () => {
  it('without a marketplace welcomes with three ways', async () => {
    await using opened = await openEditor({});
    const { browse, window } = opened;
    await browse.welcomeAction("Connect to My Team's Marketplace").waitFor();
    await browse.welcomeAction('How This Works').waitFor();
    await window.screenshot('states-1-no-marketplace');
    await browse.welcomeAction('Start One on This Computer').click();
    assert.ok((await window.toast(/npx pnpm@12 start/).text()).includes('checkout'));
  });

  it('whose marketplace is down says so, and shows its skills once it is back', async () => {
    await using first = await startMarketplace();
    const { dataDir, stateHome, url } = first;
    await using opened = await openEditor({ stateHome });
    const { browse, window } = opened;
    await browse.row('Code Review').waitFor();
    await first.stop();
    await browse.clickTitleAction('Refresh');
    const row = browse.row(`No answer from ${new URL(url).host}`);
    await row.waitFor();
    await window.screenshot('states-2-down');
    await using _second = await startMarketplace({
      dataDir,
      stateHome,
      port: Number(new URL(url).port),
    });
    await browse.row('Try Again').click();
    await browse.row('Code Review').waitFor();
  });

  it('whose marketplace is slow says so after two seconds', async () => {
    await using deaf = await startDeafServer();
    await using opened = await openEditor({ team: deaf.url });
    await opened.browse.row(`Still waiting for ${new URL(deaf.url).host}…`).waitFor();
    await opened.window.screenshot('states-3-slow');
    await opened.browse.row(/^No answer from .*in time$/).waitFor();
  });

  it('whose address is no marketplace says so', async () => {
    await using page = await startPageServer();
    await using opened = await openEditor({ team: page.url });
    await opened.browse.row(`${new URL(page.url).host} is not a marketplace`).waitFor();
    await opened.window.screenshot('states-4-not-a-marketplace');
  });

  it('on a closed team server asks to sign in, refuses a wrong token and takes a right one', async () => {
    await using team = await startMarketplace({ env: { ANONYMOUS_READ: 'off' } });
    const made = await runMarketplace(['token', 'create', '--user', 'ada'], team);
    assert.equal(made.code, 0, made.stderr);
    await using opened = await openEditor({ team: team.url });
    const { browse, window } = opened;
    await browse.row('Sign in to go on').waitFor();
    await browse.row('Sign In').click();
    await window.quickInput.expect(/token/i);
    await window.quickInput.type('skm_wrong');
    await window.quickInput.accept();
    const refusal = window.toast(/does not take that token/);
    await refusal.text();
    await window.screenshot('states-5-wrong-token');
    await refusal.press('Sign In');
    await window.quickInput.expect(/token/i);
    await window.quickInput.type(made.stdout.trim());
    await window.quickInput.accept();
    await window.toast('Signed in as ada').text();
    await browse.row('Code Review').waitFor();
    await window.screenshot('states-6-signed-in');
  });
});

describe('a window with a marketplace on this computer', () => {
  let local: Marketplace;
  before(async () => (local = await startMarketplace()));
  after(() => local[Symbol.asyncDispose]());

  it('that is not trusted shows skills and installs none', async () => {
    await using opened = await openEditor({ stateHome: local.stateHome, restricted: true });
    const { browse, window, workspace } = opened;
    const row = browse.row('Code Review');
    await browse.clickInlineAction(row, 'Install…');
    await window.toast(/Restricted Mode/).text();
    await window.screenshot('states-7-restricted');
    assert.equal(existsSync(join(workspace, '.agents')), false);
  });

  it('without a folder says what to do', async () => {
    await using opened = await openEditor({ stateHome: local.stateHome, empty: true });
    const { browse, window } = opened;
    await browse.clickInlineAction(browse.row('Code Review'), 'Install…');
    await window.toast(/No folder is open/).text();
    await window.screenshot('states-8-no-folder');
  });

  it('asks before it installs what can do more than be read, and leaves nothing after Cancel', async () => {
    await using opened = await openEditor({ stateHome: local.stateHome });
    const { browse, window, workspace } = opened;
    const ask = async () => {
      await browse.clickInlineAction(browse.row('CSV Profiler'), 'Install…');
      return await window.dialog.text();
    };
    const asked = await ask();
    assert.ok(asked.includes('Install CSV Profiler 1.0.0?') && asked.includes('scripts/'), asked);
    await window.screenshot('states-9-consent');
    await window.dialog.press('Cancel');
    // The same question once more: what the first answer caused has happened by then.
    assert.equal(await ask(), asked);
    await window.dialog.press('Cancel');
    assert.deepEqual(await readdir(workspace), ['README.md']);
    const { url, credentials } = local;
    const client = createMarketplaceClient({ url, token: credentials.token });
    assert.equal((await client.installs.list.query({})).total, 0);
  });

  it('says when a search finds nothing', async () => {
    await using opened = await openEditor({ stateHome: local.stateHome });
    const { browse, window } = opened;
    await window.runCommand('Skills: Search…');
    await window.quickInput.type('zyxwv');
    await window.quickInput.accept();
    await browse.row('No skills for “zyxwv”').waitFor();
    await window.screenshot('states-10-nothing-found');
  });
});
