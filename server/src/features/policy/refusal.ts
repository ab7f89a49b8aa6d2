import { listed } from '../../errors/listed.ts';
import type { Actor } from '../accounts/actor.ts';
import { grantsOf, type Action } from './can.ts';

/** Says to somebody who has signed in why an action is refused: the account, or the token that it is used with. */
export function refusalFor(actor: Actor, action: Action): string {
  const grants = grantsOf(action);
  const ofAccount = grants.filter(
    ({ roles }) => roles === undefined || roles.some((role) => actor.roles.includes(role)),
  );
  if (ofAccount.length === 0) {
    const roles = [...new Set(grants.flatMap(({ roles: needed = [] }) => needed))];
    return `Your account may not do this: it needs the role ${listed(roles)}.`;
  }
  const scopes = ofAccount.flatMap(({ scope }) => scope ?? []);
  return `Your token does not allow this: use one with the scope ${listed(scopes)}.`;
}
