import assert from 'node:assert/strict';
import { holdsClaim, parseClaimRule } from '../../../server/src/features/signIn/claimRule.ts';

const CLAIMS = {
  groups: ['engineering', 'reviewers'],
  hd: 'example.com',
  email_verified: true,
  level: 3,
  'https://acme.example/roles': ['admin'],
  realm_access: { roles: ['marketplace-admin'] },
  nested: { groups: 'engineering' },
};

describe('holdsClaim', () => {
  for (const [rule, holds] of [
    ['groups=engineering', true],
    ['groups=engineer', false],
    ['groups=engineering,reviewers', false],
    ['hd=example.com', true],
    ['hd=Example.com', false],
    ['email_verified=true', true],
    ['level=3', true],
    ['https://acme.example/roles=admin', true],
    ['realm_access.roles=marketplace-admin', true],
    ['nested=engineering', false],
    ['realm_access=[object Object]', false],
    ['missing=undefined', false],
    ['constructor.name=Object', false],
    ['groups.length=2', false],
    ['hd.0=e', false],
  ] as const) {
    it(`${holds ? 'finds' : 'does not find'} ${rule}`, () => {
      assert.equal(holdsClaim(CLAIMS, parseClaimRule(rule)), holds);
    });
  }
});
