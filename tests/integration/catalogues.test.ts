import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { startHub } from '../support/app.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

/** Archives (`.tar.gz`) or folders of real skills, where this machine has them. */
const catalogues = (process.env['SKILL_CATALOGUES'] ?? '').split(':').filter((path) => path !== '');
const copilot = catalogues.find((path) => basename(path).startsWith('awesome-copilot'));
const others = catalogues.filter((path) => path !== copilot);

/** The folder that an archive holds, unpacked below `into`; a folder as it is. */
async function unpacked(catalogue: string, into: string): Promise<string> {
  if (!catalogue.endsWith('.tar.gz')) return catalogue;
  await promisify(execFile)('tar', ['-xzf', catalogue, '-C', into]);
  const inner = join(into, basename(catalogue, '.tar.gz'));
  return existsSync(inner) ? inner : into;
}

describe('a catalogue of real skills', function () {
  this.timeout(180_000);

  if (copilot !== undefined) {
    it('awesome-copilot is 402 skills and 15 parts, and nothing the second time', async () => {
      await using folder = await temporaryFolder('catalogue');
      await using hub = await startHub();
      const root = await unpacked(copilot, folder.path);
      const { skills, diagnostics: _codes, ...counts } = await hub.importFolder(root);
      assert.deepEqual(counts, {
        found: 417,
        created: 402,
        updated: 0,
        unchanged: 0,
        skipped: 15,
        failed: 0,
      });
      assert.deepEqual(new Set(skills.flatMap(({ reason }) => reason ?? [])), new Set(['part_of']));
      const { skills: _skills, diagnostics: _again, ...second } = await hub.importFolder(root);
      assert.deepEqual(second, {
        found: 417,
        created: 0,
        updated: 0,
        unchanged: 402,
        skipped: 15,
        failed: 0,
      });
      const { total, items } = await hub.client.skills.search.query({ query: 'azure', limit: 3 });
      assert.ok(total > 10 && items.every(({ match }) => match !== undefined));
    });
  }

  for (const catalogue of others) {
    it(`${basename(catalogue)} comes in without one crash, each SKILL.md once`, async () => {
      await using folder = await temporaryFolder('catalogue');
      await using hub = await startHub();
      const report = await hub.importFolder(await unpacked(catalogue, folder.path));
      assert.equal(report.found, report.skills.length);
      assert.ok(report.created > 0);
      // What is refused is refused for a reason that an import knows.
      const reasons = new Set(report.skills.flatMap(({ reason }) => reason ?? []));
      const known = [
        'part_of',
        'duplicate_identity',
        'link',
        'unsafe_archive',
        'too_large',
        'invalid_input',
      ];
      assert.deepEqual(
        [...reasons].filter((reason) => !known.includes(reason)),
        [],
      );
    });
  }

  it('comes in as the rules say, from the fixtures', async () => {
    await using hub = await startHub();
    const report = await hub.importFolder(
      new URL('../fixtures/catalogue', import.meta.url).pathname,
    );
    assert.deepEqual(
      report.skills.map(
        ({ path, outcome, reference, reason }) => `${path} ${outcome} ${reference ?? reason}`,
      ),
      [
        'skills/harbour/tide-table created harbour/tide-table',
        'skills/harbour/tide-table/examples/neap skipped part_of',
        'skills/orchard/grafting-notes created orchard/grafting-notes',
        'skills/orchard/pruning created orchard/pruning-calendar',
      ],
    );
  });
});
