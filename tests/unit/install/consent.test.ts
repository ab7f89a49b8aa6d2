import assert from 'node:assert/strict';
import type { Capability } from '@skill-marketplace/shared/contracts';
import { addedCapabilities, needsConsent } from '../../../extension/src/install/index.ts';

const HOOK: Capability = {
  kind: 'hook',
  detail: 'PostToolUse: sh run.sh',
  path: 'SKILL.md',
  line: 4,
};
const NETWORK: Capability = { kind: 'network', detail: 'example.com', path: 'run.sh', line: 9 };

describe('needsConsent', () => {
  it('is silent only for a skill without any capability', () => {
    assert.equal(needsConsent([]), false);
    assert.equal(needsConsent([HOOK]), true);
  });

  it('asks again only for an update that adds one', () => {
    assert.equal(needsConsent([{ ...HOOK, line: 12 }], [HOOK, NETWORK]), false);
    assert.equal(needsConsent([HOOK, NETWORK], [HOOK]), true);
    assert.deepEqual(addedCapabilities([HOOK, NETWORK], [HOOK]), [NETWORK]);
  });

  it('asks again when a hook runs something else', () => {
    assert.equal(needsConsent([{ ...HOOK, detail: 'PostToolUse: sh other.sh' }], [HOOK]), true);
  });
});
