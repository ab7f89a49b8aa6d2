import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { reportOf } from '../../../server/src/features/publishing/importReport.ts';

describe('reportOf', () => {
  it('counts every skill once, and diagnostics by code', () => {
    const { skills, ...counts } = reportOf([
      { path: 'a', outcome: 'created', codes: ['x', 'y', 'x'] },
      { path: 'b', outcome: 'failed', codes: [] },
      { path: 'c', outcome: 'skipped', codes: ['y'] },
    ]);
    assert.deepEqual(counts, {
      found: 3,
      created: 1,
      updated: 0,
      unchanged: 0,
      skipped: 1,
      failed: 1,
      diagnostics: { x: 2, y: 2 },
    });
    assert.deepEqual(
      skills.map(({ path }) => path),
      ['a', 'b', 'c'],
    );
  });

  it('says of a skill that came in what was repaired, what was left out and why it waits', () => {
    const diagnostics = [
      { code: 'name_missing', message: 'It has no name.', repaired: 'The name is a.' },
      { code: 'link_left_out', message: 'The link b was left out.' },
      { code: 'nul_character', message: 'It has a NUL character.' },
      { code: 'name_resembles', message: 'It waits for review.' },
    ].map((each) => ({ ...each, severity: 'warning' as const }));
    const published = {
      skillId: randomUUID(),
      reference: 'acme/a',
      version: '1.0.0',
      digest: `sha256:${'0'.repeat(64)}`,
      status: 'active' as const,
      availability: 'installable' as const,
      outcome: 'created' as const,
      diagnostics,
    };
    const [skill] = reportOf([{ path: 'a', outcome: 'created', codes: [], published }]).skills;
    assert.equal(
      skill?.message,
      'It has no name. The name is a. The link b was left out. It waits for review.',
    );
  });
});
