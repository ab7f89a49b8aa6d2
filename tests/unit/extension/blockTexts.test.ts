import assert from 'node:assert/strict';
import type { SkillDetail } from '@skill-marketplace/shared/contracts';
import {
  blockChoices,
  decisionText,
  unblockedText,
} from '../../../extension/src/reviewing/blockTexts.ts';

const DIGEST = `sha256:${'a'.repeat(64)}`;
const DAY = new Date('2026-01-31T12:00:00Z');

describe('the blocks that a reviewer may lift', () => {
  it('are those that stand: of a version itself, and of its files', () => {
    const version = { digest: DIGEST, availability: 'blocked' as const, createdAt: DAY, size: 1 };
    const versions: SkillDetail['versions'] = [
      { ...version, version: '1.2.0', blockedBy: ['version', 'digest'] },
      {
        ...version,
        version: '1.1.0',
        blockedBy: ['digest'],
        decision: { action: 'block', by: 'rita', reason: 'A\nworm.', at: DAY },
      },
      // Purged.
      { ...version, version: '1.0.0', blockedBy: [] },
      { ...version, version: '0.9.0', availability: 'installable' },
    ];
    const files = 'these files, wherever they are';
    assert.deepEqual(blockChoices({ reference: 'acme/deploy', versions }), [
      {
        label: '1.2.0',
        description: 'this version',
        named: { skillId: 'acme/deploy', version: '1.2.0' },
      },
      { label: '1.2.0', description: files, named: { digest: DIGEST } },
      {
        label: '1.1.0',
        description: files,
        named: { digest: DIGEST },
        detail: 'blocked by rita, 2026-01-31: A worm.',
      },
    ]);
  });

  it('are told with who decided, and why, as far as that is known', () => {
    assert.equal(
      decisionText({ action: 'approve', by: null, reason: null, at: DAY }),
      'approved, 2026-01-31',
    );
  });
});

describe('what is said once a block is lifted', () => {
  it('is what waits for an approval, and what another block still holds', () => {
    const one = { version: '1.0.0', status: 'untrusted' as const };
    assert.equal(
      unblockedText([
        { ...one, reference: 'acme/deploy', availability: 'held' },
        { ...one, reference: 'globex/deploy', availability: 'blocked' },
      ]),
      'Unblocked acme/deploy 1.0.0: approve it before it can be installed again. Another block of globex/deploy 1.0.0 stands, so it stays blocked.',
    );
  });
});
