import assert from 'node:assert/strict';
import { createMarketplaceClient } from '@skill-marketplace/shared/client';
import { openEditor } from '../../support/editor.ts';
import { eventually } from '../../support/eventually.ts';
import { runMarketplace, startMarketplace, type Marketplace } from '../../support/marketplace.ts';
import { publicationOf } from '../../support/publication.ts';
import { folderOf, skillText } from '../../support/skillFolder.ts';

const skillId = 'acme/deploy';

/** Brings in a version of the skill that can only be read. */
async function importDeploy(marketplace: Marketplace, version: string): Promise<void> {
  await using source = await folderOf({
    'deploy/SKILL.md': skillText({
      name: 'deploy',
      frontmatter: { metadata: { version } },
      body: `# Deploy It\n\nCarefully, as of ${version}.\n`,
    }),
  });
  const { code, stderr } = await runMarketplace(
    ['import', source.path, '--publisher', 'acme'],
    marketplace,
  );
  assert.equal(code, 0, stderr);
}

describe('rating in the editor', () => {
  it('shows what others gave, asks again after an update, removes, says why one may not, and judges', async () => {
    await using marketplace = await startMarketplace();
    await importDeploy(marketplace, '1.0.0');
    const { url, credentials, stateHome } = marketplace;
    const clientOf = async (user: string) => {
      const { stdout } = await runMarketplace(['token', 'create', '--user', user], marketplace);
      return createMarketplaceClient({ url, token: stdout.trim() });
    };
    const noa = await clientOf('noa');
    const tom = await clientOf('tom');
    await noa.ratings.rate.mutate({ skillId, rating: 2, comment: 'Rough.' });
    const own = createMarketplaceClient({ url, token: credentials.token });

    await using editor = await openEditor({ stateHome });
    const { window, browse, quickInput } = editor;
    const row = browse.row('Deploy It');
    await row.waitFor();
    await browse.clickInlineAction(row, 'Install…');
    await window.toast(/Installed Deploy It 1\.0\.0/).text();

    const choose = async (question: string, reference: string, name: string) => {
      await quickInput.expect(question);
      // By its reference, which is no entry's label: the last search of a name would be one.
      await quickInput.type(reference);
      await quickInput.chooseFound(name);
    };
    const askFor = async (reference: string, name: string) => {
      await window.runCommand('Skills: Rate…');
      await choose('Which skill is rated?', reference, name);
    };
    const openRating = async () => {
      await askFor(skillId, 'Deploy It');
      await quickInput.expect('How good is it?');
    };
    await openRating();
    const two = await quickInput.textOf('★★☆☆☆');
    assert.ok(two.join(' ').includes('██████████ 1 (100 %)'), two.join('\n'));
    await window.screenshot('ratings-1-distribution');
    await quickInput.choose('★★★★☆');
    await quickInput.expect('What should others know?');
    await quickInput.accept();
    await window.toast(/Rated Deploy It: now ★ 3\.0 \(2\)/).text();

    await importDeploy(marketplace, '1.1.0');
    await window.runCommand('Skills: Install…');
    await choose('Which skill is installed?', skillId, 'Deploy It');
    const asked = window.toast(/You rated Deploy It 1\.0\.0 ★★★★☆/);
    assert.equal(await asked.text(), 'You rated Deploy It 1.0.0 ★★★★☆. Does that hold for 1.1.0?');
    await window.screenshot('ratings-2-still-holds');
    await asked.press('It Still Holds');
    await eventually(async () => {
      const { rating } = await own.ratings.mine.query({ skillId });
      assert.deepEqual([rating?.rating, rating?.version], [4, '1.1.0']);
    });

    await openRating();
    await window.screenshot('ratings-3-own');
    await quickInput.choose('Remove My Rating');
    await window.toast(/Removed your rating of Deploy It: now ★ 2\.0 \(1\)/).text();
    assert.equal((await own.ratings.mine.query({ skillId })).rating, null);

    // Of one's own publisher: the reason comes before any stars.
    await own.publishing.publish.mutate(
      publicationOf('local', 'mine', {
        'SKILL.md': skillText({ name: 'mine', body: '# All Mine\n' }),
      }),
    );
    await askFor('local/mine', 'All Mine');
    await window.toast(/nobody rates the skills of their own publisher/).text();

    const { items } = await own.ratings.list.query({ skillId });
    const ratingId = items.find(({ userName }) => userName === 'noa')?.id ?? assert.fail();
    await tom.ratings.report.mutate({ ratingId, reason: 'No reason given.' });
    await window.runCommand('Skills: Judge Reported Ratings…');
    await quickInput.expect('Which one is decided about?');
    await window.screenshot('ratings-4-reported');
    await quickInput.choose('★★☆☆☆ noa: Rough.');
    await quickInput.expect('Reported: No reason given. (tom)');
    await quickInput.choose('Hide It…');
    await quickInput.expect('Why is it hidden?');
    await quickInput.type('It says nothing.');
    await quickInput.accept();
    await window.toast(/The rating is hidden, and counts nowhere/).text();
    const hers = await noa.ratings.mine.query({ skillId });
    assert.equal(hers.rating?.hidden?.reason, 'It says nothing.');
    assert.equal((await own.skills.byId.query({ id: skillId })).ratingCount, 0);
  });
});
