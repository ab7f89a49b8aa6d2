import assert from 'node:assert/strict';
import { Scope, type Role } from '@skill-marketplace/shared/contracts';
import { ANONYMOUS, type Actor } from '../../../server/src/features/accounts/actor.ts';
import { can, seesAll, type Action } from '../../../server/src/features/policy/can.ts';
import { refusalFor } from '../../../server/src/features/policy/refusal.ts';

/** Every action, so that one without a line here does not compile. */
const EACH: Record<Action, true> = {
  read: true,
  see: true,
  seeHeld: true,
  rate: true,
  rateSkillOf: true,
  judgeRatingsOf: true,
  install: true,
  manageAgents: true,
  manageTokens: true,
  publish: true,
  publishInto: true,
  publishApproved: true,
  curate: true,
  categorize: true,
  seeMembers: true,
  seeMembersOf: true,
  review: true,
  administer: true,
};
const isAction = (text: string): text is Action => Object.hasOwn(EACH, text);
const ACTIONS = Object.keys(EACH).filter(isAction);

const actor = (
  roles: Role[],
  scopes: readonly Scope[] = Scope.options,
  publishers: string[] = [],
): Actor => ({
  user: {
    id: '00000000-0000-4000-8000-000000000000',
    name: 'mia',
  },
  roles,
  scopes,
  publishers,
});

/** What the actor may do to a skill of acme that is for its members, where reading is open to all and where it is not. */
const allowed = (who: Actor, anonymousRead = true) =>
  ACTIONS.filter((action) =>
    can(who, action, { anonymousRead }, { publisher: 'acme', membersOnly: true }),
  );

const OWN: Action[] = ['rate', 'rateSkillOf', 'install', 'manageAgents', 'manageTokens'];
const MEMBER: Action[] = ['read', ...OWN, 'publish', 'curate', 'seeMembers'];

describe('can', () => {
  const table: [string, Actor, Action[]][] = [
    ['nobody', ANONYMOUS, ['read']],
    ['a member', actor(['member']), MEMBER],
    [
      'a member of the publisher',
      actor(['member'], Scope.options, ['acme']),
      // Nobody rates what is their own.
      [
        ...MEMBER.filter((action) => action !== 'rateSkillOf'),
        'see',
        'seeHeld',
        'publishInto',
        'categorize',
        'seeMembersOf',
      ],
    ],
    ['a member of another publisher', actor(['member'], Scope.options, ['globex']), MEMBER],
    [
      'a reviewer',
      actor(['member', 'reviewer']),
      [...MEMBER, 'see', 'seeHeld', 'categorize', 'review', 'judgeRatingsOf'],
    ],
    ['an admin', actor(['member', 'admin']), ACTIONS],
    ['an account without a role', actor([]), MEMBER],
  ];
  for (const [who, given, actions] of table) {
    it(`lets ${who} ${actions.join(', ')}`, () => {
      assert.deepEqual(allowed(given).sort(), [...actions].sort());
    });
  }

  it('lets nobody read where reading is not open, and changes nothing for those who signed in', () => {
    assert.deepEqual(allowed(ANONYMOUS, false), []);
    const member = actor(['member']);
    assert.deepEqual(allowed(member, false), allowed(member, true));
  });

  const scopes: [Scope[], Action[]][] = [
    [[], []],
    [['read'], ['read', 'seeMembers', 'seeMembersOf']],
    [['rate'], ['rate']],
    [['install'], ['install', 'manageAgents']],
    [['publish'], ['seeHeld', 'publish', 'publishInto', 'curate', 'categorize']],
    [['moderate'], ['seeHeld', 'curate', 'categorize', 'review']],
    [
      ['admin'],
      [
        'seeHeld',
        'publishApproved',
        'curate',
        'categorize',
        'review',
        'seeMembers',
        'seeMembersOf',
        'administer',
      ],
    ],
    [['delegate'], []],
  ];
  for (const [given, actions] of scopes) {
    it(`lets a token for ${given[0] ?? 'nothing'} no more than that, whoever holds it`, () => {
      // A member sees what is for members, as far as the token reads at all.
      const everything = actor(['member', 'reviewer', 'admin'], given, ['acme']);
      assert.deepEqual(allowed(everything).sort(), [...actions, 'see', 'manageTokens'].sort());
    });
  }

  it('does not take a publisher for seen that nobody names', () => {
    const member = actor(['member'], Scope.options, ['acme']);
    assert.equal(can(member, 'seeHeld', { anonymousRead: true }), false);
    assert.equal(can(member, 'publishInto', { anonymousRead: true }), false);
  });
});

describe('refusalFor', () => {
  it('says whether the account or its token is not enough', () => {
    assert.equal(
      refusalFor(actor(['member']), 'review'),
      'Your account may not do this: it needs the role reviewer or admin.',
    );
    assert.equal(
      refusalFor(actor(['member'], ['read']), 'rate'),
      'Your token does not allow this: use one with the scope rate.',
    );
    assert.equal(
      refusalFor(actor(['admin'], ['read']), 'review'),
      'Your token does not allow this: use one with the scope moderate or admin.',
    );
  });
});

describe('seesAll', () => {
  it('is true for reviewers and admins', () => {
    const roles: Role[][] = [[], ['member'], ['reviewer'], ['admin']];
    assert.deepEqual(
      roles.map((given) => seesAll(actor(given))),
      [false, false, true, true],
    );
  });

  it('is true with every token that may review, and with no other', () => {
    const admin = Scope.options.filter((scope) => seesAll(actor(['admin'], [scope])));
    const reviewer = Scope.options.filter((scope) => seesAll(actor(['reviewer'], [scope])));
    assert.deepEqual([admin, reviewer], [['moderate', 'admin'], ['moderate']]);
  });
});
