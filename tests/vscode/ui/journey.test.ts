import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createMarketplaceClient, type MarketplaceClient } from '@skill-marketplace/shared/client';
import type { SkillDetail } from '@skill-marketplace/shared/contracts';
import { realCatalogue } from '../../support/catalogue.ts';
import { openEditor } from '../../support/editor.ts';
import { eventually } from '../../support/eventually.ts';
import { runMarketplace, startMarketplace } from '../../support/marketplace.ts';
import { folderOf, skillText } from '../../support/skillFolder.ts';

/** What is imported on a machine without a real catalogue. */
const FIXTURES = {
  'catalogue/skills/release-notes/SKILL.md': skillText({
    name: 'release-notes',
    body: '# Release Notes\n\nWrite them.\n',
  }),
  'catalogue/skills/retry-policy/SKILL.md': skillText({
    name: 'retry-policy',
    body: '# Retry Policy\n\nThink first.\n',
  }),
};

describe('the whole journey', () => {
  it('goes from an empty machine to a rated skill, and back', async () => {
    await using marketplace = await startMarketplace();
    await using real = await realCatalogue('awesome-copilot');
    await using fixtures = await folderOf(FIXTURES);
    const catalogue = real?.path ?? join(fixtures.path, 'catalogue');
    const imported = await runMarketplace(['import', catalogue, '--json'], marketplace);
    assert.equal(imported.code, 0, imported.stderr);
    assert.equal(JSON.parse(imported.stdout).created, real === undefined ? 2 : 402);

    const { url, credentials } = marketplace;
    const client = createMarketplaceClient({ url, token: credentials.token });
    const skill = await plainSkill(client, real === undefined ? 'catalogue' : 'awesome-copilot');
    const { displayName, reference } = skill;

    await using editor = await openEditor({ stateHome: marketplace.stateHome });
    const { window, browse, installed, workspace } = editor;
    await browse.row(/./).first().waitFor();
    await window.screenshot('journey-1-tree');

    await window.runCommand('Skills: Search…');
    await window.quickInput.expect('Search Skills');
    await window.quickInput.type(displayName);
    await window.screenshot('journey-2-search');
    await window.quickInput.accept();
    // The skill's own row stands in the whole list too, before the results do.
    await browse.row(/results? for “/).waitFor();
    const row = browse.row(displayName);
    await row.waitFor();
    await window.screenshot('journey-3-results');
    const hover = await window.hoverText(row);
    for (const fact of [
      `Publisher: ${skill.publisher}`,
      `Version: ${skill.latestVersion ?? ''}`,
      'Type: Instructions only',
    ]) {
      assert.ok(hover.includes(fact), `${fact} is missing in:\n${hover}`);
    }
    await window.screenshot('journey-4-tooltip');

    await browse.clickInlineAction(row, 'Install…');
    const toast = window.toast(/Installed /);
    const text = await toast.text();
    assert.ok(text.includes(`Installed ${displayName}`), text);
    await window.screenshot('journey-5-installed');
    const plan = await client.installs.plan.query({ skillId: reference });
    const folder = join(workspace, '.agents/skills', plan.installName);
    for (const { path, sha256 } of plan.files) {
      assert.equal(
        createHash('sha256')
          .update(await readFile(join(folder, path)))
          .digest('hex'),
        sha256,
        path,
      );
    }
    const lockfile = JSON.parse(
      await readFile(join(workspace, 'skill-marketplace.lock.json'), 'utf8'),
    );
    assert.deepEqual(Object.keys(lockfile.skills), [`local:${reference}`]);
    assert.equal(lockfile.skills[`local:${reference}`].digest, plan.digest);
    await installed.row(plan.installName).waitFor();
    await toast.press('Open SKILL.md');
    await window.editorTab('SKILL.md').waitFor();
    await eventually(async () => {
      const { items } = await client.installs.list.query({ skillId: reference });
      assert.deepEqual(
        items.map(({ version }) => version),
        [plan.version],
      );
    });

    await window.runCommand('Skills: Rate…');
    await window.quickInput.expect('Which skill is rated?');
    await window.quickInput.type(displayName);
    // Until what was typed is answered, the last search of these words is an entry too.
    await window.quickInput.chooseFound(displayName);
    await window.quickInput.expect('How good is it?');
    await window.screenshot('journey-6-stars');
    await window.quickInput.choose('★★★★☆');
    await window.quickInput.expect('What should others know?');
    await window.quickInput.type('Does what it says.');
    await window.quickInput.accept();
    await window.toast(/Rated /).text();
    await eventually(async () => {
      const texts = await browse.rowTexts();
      assert.ok(texts.includes(`${displayName} ★ 4.0 (1) · 1 install`), texts.join('\n'));
    });
    await window.screenshot('journey-7-rated');
    const [rating] = (await client.ratings.list.query({ skillId: reference })).items;
    assert.deepEqual(
      [rating?.rating, rating?.comment, rating?.verified, rating?.version],
      [4, 'Does what it says.', true, plan.version],
    );

    await window.runCommand('Skills: Uninstall…');
    await window.quickInput.expect('Which skill is uninstalled?');
    await window.quickInput.choose(plan.installName);
    await window.toast(/Uninstalled /).text();
    assert.equal(existsSync(folder), false);
    await installed.welcomeAction('Install a Skill').waitFor();
    await eventually(async () => {
      assert.equal((await client.installs.list.query({ skillId: reference })).total, 0);
    });
    await window.screenshot('journey-8-uninstalled');
  });
});

/** A skill that can only be read, so that one click installs it; its name is nobody else's. */
async function plainSkill(client: MarketplaceClient, publisher: string): Promise<SkillDetail> {
  const { items } = await client.skills.search.query({ publisher, sort: 'name', limit: 50 });
  for (const { id, displayName } of items) {
    const skill = await client.skills.byId.query({ id });
    const namesakes = await client.skills.search.query({ query: displayName });
    const isAlone =
      namesakes.items.filter((other) => other.displayName === displayName).length === 1;
    if (skill.capabilities.length === 0 && skill.skillType === 'prompt_only' && isAlone)
      return skill;
  }
  throw new Error(`${publisher} has no skill that can only be read`);
}
