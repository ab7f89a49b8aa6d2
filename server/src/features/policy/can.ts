import type { Role, Scope } from '@skill-marketplace/shared/contracts';
import type { Actor } from '../accounts/actor.ts';

/** Everything that a permission is asked for. */
export type Action =
  | 'read'
  | 'seeHeld'
  | 'rate'
  | 'install'
  | 'publish'
  | 'publishInto'
  | 'publishApproved'
  | 'review';

/** What the action is done to; left out where it does not matter. */
export interface Subject {
  publisher?: string;
}

/** How this server is set up, as far as permissions depend on it. */
export interface AccessRules {
  anonymousRead: boolean;
}

/** Nothing is open to those who have not signed in. */
const CLOSED: AccessRules = { anonymousRead: false };

/** The scope that a token needs for an action, and the roles that may do it at all (`undefined`: every account). */
const RULES: Record<
  Exclude<Action, 'read' | 'seeHeld' | 'publishInto'>,
  { scope: Scope; roles?: readonly Role[] }
> = {
  rate: { scope: 'rate' },
  install: { scope: 'install' },
  /** Into some publisher at all; which ones, `publishInto` decides. */
  publish: { scope: 'publish' },
  /** Without waiting for a review. */
  publishApproved: { scope: 'admin', roles: ['admin'] },
  review: { scope: 'admin', roles: ['admin'] },
};

/** Decides every permission; knows nothing but its arguments. */
export function can(
  actor: Actor,
  action: Action,
  rules: AccessRules = CLOSED,
  subject: Subject = {},
): boolean {
  if (action === 'read') {
    return actor.user === null ? rules.anonymousRead : actor.scopes.includes('read');
  }
  if (action === 'seeHeld') {
    return (isMemberOf(actor, subject) && actor.scopes.includes('publish')) || seesAllHeld(actor);
  }
  if (action === 'publishInto') {
    if (!can(actor, 'publish')) return false;
    return isMemberOf(actor, subject) || isActingAdmin(actor);
  }
  const { scope, roles } = RULES[action];
  if (actor.user === null || !actor.scopes.includes(scope)) return false;
  return roles === undefined || roles.some((role) => actor.roles.includes(role));
}

/** Reviewers and admins see what is held of every publisher, when their token lets them act as such. */
export function seesAllHeld(actor: Actor): boolean {
  const mayReview = actor.roles.includes('reviewer') && actor.scopes.includes('moderate');
  return mayReview || isActingAdmin(actor);
}

/** An admin whose token may act as one. */
export function isActingAdmin(actor: Actor): boolean {
  return actor.roles.includes('admin') && actor.scopes.includes('admin');
}

function isMemberOf(actor: Actor, { publisher }: Subject): boolean {
  return publisher !== undefined && actor.publishers.includes(publisher);
}
