import assert from 'node:assert/strict';
import type { SkillDetail } from '@skill-marketplace/shared/contracts';
import {
  approvalText,
  versionChoices,
  waitingChoices,
} from '../../../extension/src/reviewing/reviewTexts.ts';

const DIGEST = `sha256:${'a'.repeat(64)}`;

describe('what a reviewer chooses from', () => {
  const waiting = {
    skillId: '00000000-0000-4000-8000-000000000001',
    reference: 'acme/deploy',
    version: '1.0.0',
    digest: DIGEST,
    createdBy: 'ada',
    createdAt: new Date('2026-01-31T12:00:00Z'),
    resembles: null,
    mayApprove: true,
  };

  it('says who brought each version in and when, and what is odd about it', () => {
    assert.deepEqual(
      waitingChoices([
        waiting,
        { ...waiting, createdBy: null, resembles: 'The name looks like\n$(x)another.' },
        { ...waiting, mayApprove: false },
        {
          ...waiting,
          decision: { action: 'unblock', by: 'rita', reason: 'Another.', at: waiting.createdAt },
        },
      ]).map(({ label, description, detail }) => [label, description, detail]),
      [
        ['acme/deploy 1.0.0', 'by ada, 2026-01-31', undefined],
        ['acme/deploy 1.0.0', '2026-01-31', 'The name looks like $ (x)another.'],
        [
          'acme/deploy 1.0.0',
          'by ada, 2026-01-31',
          'You brought it in: another reviewer has to look at it.',
        ],
        [
          'acme/deploy 1.0.0',
          'by ada, 2026-01-31',
          'It was unblocked by rita, 2026-01-31: Another.',
        ],
      ],
    );
  });

  it('are the versions of a skill in the states that matter', () => {
    const createdAt = new Date('2026-01-31T12:00:00Z');
    const versions: SkillDetail['versions'] = (
      ['held', 'installable', 'restoreOnly', 'blocked'] as const
    ).map((availability, at) => ({
      version: `1.${at}.0`,
      digest: DIGEST,
      availability,
      createdAt,
      size: 1,
    }));
    const skill = { reference: 'acme/deploy', versions };
    const labels = (states: Parameters<typeof versionChoices>[1]) =>
      versionChoices(skill, states).map(({ label, description }) => `${label}: ${description}`);
    assert.deepEqual(labels(['held']), ['1.0.0: waits for review, of 2026-01-31']);
    assert.deepEqual(labels(['installable', 'held', 'restoreOnly']), [
      '1.0.0: waits for review, of 2026-01-31',
      '1.1.0: can be installed, of 2026-01-31',
      '1.2.0: withdrawn, of 2026-01-31',
    ]);
  });
});

describe('what a reviewer reads before approving', () => {
  const file = { path: 'SKILL.md', size: 1, sha256: 'a'.repeat(64), executable: false };

  it('is what the version can do', () => {
    const network = (detail: string) => ({
      kind: 'network' as const,
      detail,
      path: 'a.py',
      line: 3,
    });
    assert.equal(
      approvalText({
        files: [file, { ...file, path: 'a.py' }],
        capabilities: [network('evil\u2028.dev')],
        diagnostics: [],
      }),
      '2 files.\nWhat it can do:\n• Names an address in the network: evil .dev (a.py, line 3)',
    );
    const many = Array.from({ length: 25 }, (_, at) => network(`host-${at}.dev`));
    const text = approvalText({ files: [file], capabilities: many, diagnostics: [] });
    assert.match(text, /^1 file\.\n[\s\S]*host-19\.dev[\s\S]*\n… and 5 more, in its details\.$/);
  });

  it('says so when it can only be read, and whom its name resembles', () => {
    const diagnostic = {
      code: 'name_resembles',
      severity: 'warning' as const,
      message: 'Like acme.',
    };
    assert.equal(
      approvalText({ files: [file], capabilities: [], diagnostics: [diagnostic] }),
      '1 file.\nIt can only be read.\n\nLike acme.',
    );
  });
});
