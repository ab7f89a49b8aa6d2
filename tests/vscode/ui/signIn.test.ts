import assert from 'node:assert/strict';
import { createMarketplaceClient } from '@skill-marketplace/shared/client';
import { openEditor } from '../../support/editor.ts';
import { startMarketplace } from '../../support/marketplace.ts';
import { GITHUB_APP, startGitHub } from '../../support/signIn/gitHubServer.ts';

describe('signing in through a provider', () => {
  it('shows the code, waits for the approval, signing out ends the token, and a disabled account is told', async () => {
    await using gitHub = await startGitHub();
    await using team = await startMarketplace({
      env: {
        ANONYMOUS_READ: 'off',
        GITHUB_URL: gitHub.url,
        GITHUB_CLIENT_ID: GITHUB_APP.clientId,
        GITHUB_ORGANISATION: 'acme',
      },
    });
    await using editor = await openEditor({ team: team.url });
    const { window, browse } = editor;
    await browse.row('Sign in to go on').waitFor();
    await browse.row('Sign In').click();
    await window.quickInput.expect(/How do you sign in/);
    await window.screenshot('sign-in-1-ways');
    await window.quickInput.choose(new URL(gitHub.url).host);
    assert.match(await window.dialog.text(), /is WDJB-MJHT[\s\S]*Enter it at /);
    await window.screenshot('sign-in-2-code');
    await window.dialog.press('Copy Code and Open Browser');
    await window.toast(/the code is WDJB-MJHT/).text();
    await window.screenshot('sign-in-3-waiting');

    gitHub.approve({ id: 1, login: 'octo', organisations: { acme: 'active' } });
    await window.toast('Signed in as octo').text();
    await browse.row('Code Review').waitFor();
    await window.page.getByRole('button', { name: /^Accounts/ }).click();
    await window.page.getByRole('menuitem', { name: /^octo at / }).waitFor();
    await window.screenshot('sign-in-4-account');
    await window.page.keyboard.press('Escape');

    const { url } = team;
    const admin = createMarketplaceClient({ url, token: team.credentials.token });
    const statesOf = async () =>
      (await admin.tokens.list.query({ user: 'octo' })).items.map((token) => token.state);
    assert.deepEqual(await statesOf(), ['active']);
    await window.runCommand('Skills: Sign Out');
    await window.toast('Signed out of').text();
    assert.deepEqual(await statesOf(), ['revoked']);
    await browse.row('Sign in to go on').waitFor();

    await admin.accounts.disable.mutate({ name: 'octo', reason: 'Left.' });
    await browse.row('Sign In').click();
    await window.quickInput.expect(/How do you sign in/);
    await window.quickInput.choose(new URL(gitHub.url).host);
    await window.dialog.press('Copy Code and Open Browser');
    await window.toast('Your account octo is disabled here, so nobody was signed in').text();
    await window.screenshot('sign-in-5-disabled');
    assert.deepEqual(await statesOf(), ['revoked']);
  });
});
