import assert from 'node:assert/strict';
import type { Role, Scope } from '@skill-marketplace/shared/contracts';
import { ANONYMOUS, type Actor } from '../../../server/src/features/accounts/actor.ts';
import { can, seesAllHeld, type Action } from '../../../server/src/features/policy/can.ts';

const ALL_SCOPES: Scope[] = ['read', 'rate', 'install', 'publish', 'moderate', 'admin', 'delegate'];
const ACTIONS: Action[] = [
  'read',
  'seeHeld',
  'rate',
  'install',
  'publish',
  'publishInto',
  'publishApproved',
  'review',
];

const actor = (roles: Role[], scopes: Scope[] = ALL_SCOPES, publishers: string[] = []): Actor => ({
  user: {
    id: '00000000-0000-4000-8000-000000000000',
    name: 'mia',
  },
  roles,
  scopes,
  publishers,
});

/** What the actor may do to a skill of acme, where reading is open to all and where it is not. */
const allowed = (who: Actor, anonymousRead = true) =>
  ACTIONS.filter((action) => can(who, action, { anonymousRead }, { publisher: 'acme' }));

describe('can', () => {
  const table: [string, Actor, Action[]][] = [
    ['nobody', ANONYMOUS, ['read']],
    ['a member', actor(['member']), ['read', 'rate', 'install', 'publish']],
    [
      'a member of the publisher',
      actor(['member'], ALL_SCOPES, ['acme']),
      ['read', 'seeHeld', 'rate', 'install', 'publish', 'publishInto'],
    ],
    [
      'a member of another publisher',
      actor(['member'], ALL_SCOPES, ['globex']),
      ['read', 'rate', 'install', 'publish'],
    ],
    [
      'a reviewer',
      actor(['member', 'reviewer']),
      ['read', 'seeHeld', 'rate', 'install', 'publish'],
    ],
    ['an admin', actor(['member', 'admin']), ACTIONS],
    ['an account without a role', actor([]), ['read', 'rate', 'install', 'publish']],
  ];
  for (const [who, given, actions] of table) {
    it(`lets ${who} ${actions.join(', ')}`, () => {
      assert.deepEqual(allowed(given), actions);
    });
  }

  it('lets nobody read where reading is not open, and changes nothing for those who signed in', () => {
    assert.deepEqual(allowed(ANONYMOUS, false), []);
    const member = actor(['member']);
    assert.deepEqual(allowed(member, false), allowed(member, true));
  });

  it('follows the scopes of the token, whatever the roles', () => {
    const admin = (scopes: Scope[]) => allowed(actor(['admin', 'reviewer'], scopes, ['acme']));
    assert.deepEqual(admin([]), []);
    assert.deepEqual(admin(['read']), ['read']);
    assert.deepEqual(admin(['rate']), ['rate']);
    assert.deepEqual(admin(['install']), ['install']);
    assert.deepEqual(admin(['publish']), ['seeHeld', 'publish', 'publishInto']);
    assert.deepEqual(admin(['moderate']), ['seeHeld']);
    assert.deepEqual(admin(['admin']), ['seeHeld', 'publishApproved', 'review']);
    assert.deepEqual(admin(['delegate']), []);
  });

  it('does not take a publisher for seen that nobody names', () => {
    const member = actor(['member'], ALL_SCOPES, ['acme']);
    assert.equal(can(member, 'seeHeld', { anonymousRead: true }), false);
  });
});

describe('seesAllHeld', () => {
  it('is true for reviewers and admins', () => {
    const roles: Role[][] = [[], ['member'], ['reviewer'], ['admin']];
    assert.deepEqual(
      roles.map((given) => seesAllHeld(actor(given))),
      [false, false, true, true],
    );
  });
});
