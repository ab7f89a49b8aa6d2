import type { Role, Scope } from '@skill-marketplace/shared/contracts';
import type { Actor } from '../accounts/actor.ts';

/** Everything that a permission is asked for. */
export type Action =
  | 'read'
  | 'see'
  | 'seeHeld'
  | 'publishInto'
  | 'rateSkillOf'
  | 'judgeRatingsOf'
  | 'categorize'
  | 'seeMembersOf'
  | keyof typeof RULES;

/** What the action is done to; left out where it does not matter. */
export interface Subject {
  publisher?: string;
  /** Left out: it is for everyone. */
  membersOnly?: boolean;
}

/** How this server is set up, as far as permissions depend on it. */
export interface AccessRules {
  anonymousRead: boolean;
}

/** One way to be allowed: the scope that the token must have, and the roles of which the account needs one. */
export interface Grant {
  /** Left out: any token of the account. */
  scope?: Scope;
  /** Left out: every account. */
  roles?: readonly Role[];
}

/** Nothing is open to those who have not signed in. */
const CLOSED: AccessRules = { anonymousRead: false };

/** The ways to be allowed each action that depends on who acts alone; any of them will do. */
const RULES = {
  rate: [{ scope: 'rate' }],
  install: [{ scope: 'install' }],
  /** Into some publisher at all; which ones, `publishInto` decides. */
  publish: [{ scope: 'publish' }],
  /** Without waiting for a review. */
  publishApproved: [{ scope: 'admin', roles: ['admin'] }],
  review: [
    { scope: 'moderate', roles: ['reviewer', 'admin'] },
    { scope: 'admin', roles: ['admin'] },
  ],
  /** One's own tokens, as far as they give no more than the one in use. */
  manageTokens: [{}],
  /** The listing data of some skill at all; of which ones, `categorize` decides. */
  curate: [
    { scope: 'publish' },
    { scope: 'moderate', roles: ['reviewer', 'admin'] },
    { scope: 'admin', roles: ['admin'] },
  ],
  /** One's own agents. */
  manageAgents: [{ scope: 'install' }],
  /** Members of some publisher at all; of which ones, `seeMembersOf` decides. */
  seeMembers: [{ scope: 'read' }, { scope: 'admin', roles: ['admin'] }],
  /** Accounts, memberships, everybody's tokens. */
  administer: [{ scope: 'admin', roles: ['admin'] }],
} as const satisfies Record<string, readonly Grant[]>;

/** The ways to be allowed an action; none where it depends on more than who acts. */
export function grantsOf(action: Action): readonly Grant[] {
  if (action === 'read') return [{ scope: 'read' }];
  if (action === 'rateSkillOf') return RULES.rate;
  if (action === 'judgeRatingsOf') return RULES.review;
  if (action === 'categorize') return RULES.curate;
  if (action === 'seeMembersOf') return RULES.seeMembers;
  return action === 'see' || action === 'seeHeld' || action === 'publishInto' ? [] : RULES[action];
}

/** Decides every permission; knows nothing but its arguments. */
export function can(
  actor: Actor,
  action: Action,
  rules: AccessRules = CLOSED,
  subject: Subject = {},
): boolean {
  if (action === 'read' && actor.user === null) return rules.anonymousRead;
  if (action === 'see') {
    return subject.membersOnly !== true || isMemberOf(actor, subject) || seesAll(actor);
  }
  if (action === 'seeHeld') {
    return (isMemberOf(actor, subject) && actor.scopes.includes('publish')) || seesAll(actor);
  }
  // Nobody rates their own publisher's skill, or decides about its ratings, whatever the role.
  if (action === 'rateSkillOf' || action === 'judgeRatingsOf') {
    if (isMemberOf(actor, subject)) return false;
  }
  if (action === 'categorize') {
    return can(actor, 'publishInto', rules, subject) || can(actor, 'review');
  }
  if (action === 'seeMembersOf') {
    const isOwn = isMemberOf(actor, subject) && can(actor, 'seeMembers');
    return isOwn || can(actor, 'administer');
  }
  if (action === 'publishInto') {
    if (!can(actor, 'publish')) return false;
    return isMemberOf(actor, subject) || isActingAdmin(actor);
  }
  if (actor.user === null) return false;
  return grantsOf(action).some(({ scope, roles }) => {
    const hasScope = scope === undefined || actor.scopes.includes(scope);
    return hasScope && (roles === undefined || roles.some((role) => actor.roles.includes(role)));
  });
}

/** Those who may review see everything: what is held, and what is for members, of every publisher. */
export function seesAll(actor: Actor): boolean {
  return can(actor, 'review');
}

/** An admin whose token may act as one. */
export function isActingAdmin(actor: Actor): boolean {
  return actor.roles.includes('admin') && actor.scopes.includes('admin');
}

function isMemberOf(actor: Actor, { publisher }: Subject): boolean {
  return publisher !== undefined && actor.publishers.includes(publisher);
}
