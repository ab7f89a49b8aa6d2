import { Role } from '@skill-marketplace/shared/contracts';
import { notAllowed } from '../../errors/failures.ts';
import { lockAdmins } from '../accounts/account.repository.ts';
import { ANONYMOUS } from '../accounts/actor.ts';
import { addFreeAccount } from '../accounts/freeAccount.ts';
import type { CallScope } from '../accounts/scope.ts';
import type { User } from '../accounts/user.entity.ts';
import { userById } from '../accounts/user.repository.ts';
import { recordChange } from '../audit/audit.repository.ts';
import { addIdentity, userOfIdentity } from './identity.repository.ts';
import { personName } from './personName.ts';
import type { SignedInPerson } from './signInProvider.ts';

/**
 * The account of a person, in the caller's transaction: made at the first sign-in, found by issuer and subject
 * ever after; one that is disabled is `not_allowed`. Where the provider decides about a role, the account has it or
 * loses it now; the last admin stays.
 */
export async function accountOf(
  { em, requestId }: Pick<CallScope, 'em' | 'requestId'>,
  person: SignedInPerson,
): Promise<User> {
  // The server itself changes accounts here, by what the provider says.
  const scope = { em, requestId, actor: ANONYMOUS };
  const userId = await userOfIdentity(em, person);
  const user = userId === undefined ? await newAccount(scope, person) : await userById(em, userId);
  if (user.disabledAt instanceof Date) {
    throw notAllowed(
      `Your account ${user.name} is disabled here, so nobody was signed in: ask an admin of this marketplace.`,
    );
  }
  await decideRoles(scope, user, person);
  return user;
}

type Scope = Pick<CallScope, 'em' | 'requestId' | 'actor'>;

async function newAccount(scope: Scope, person: SignedInPerson): Promise<User> {
  const { em } = scope;
  const user = await addFreeAccount(em, personName(person.names), ['member']);
  await addIdentity(em, person, user.id);
  recordChange(scope, {
    action: 'user.create',
    subjectType: 'user',
    subjectId: user.id,
    after: { name: user.name, roles: user.roles, issuer: person.issuer, subject: person.subject },
  });
  return user;
}

async function decideRoles(scope: Scope, user: User, { roles, issuer }: SignedInPerson) {
  const wanted = Role.options.filter((role) =>
    role === 'member' ? user.roles.includes(role) : (roles[role] ?? user.roles.includes(role)),
  );
  const before = Role.options.filter((role) => user.roles.includes(role));
  if (wanted.join() === before.join()) return;
  if (before.includes('admin') && !wanted.includes('admin')) {
    const admins = await lockAdmins(scope.em);
    if (admins.every((id) => id === user.id)) wanted.push('admin');
  }
  if (wanted.join() === before.join()) return;
  user.roles = wanted;
  recordChange(scope, {
    action: 'user.setRoles',
    subjectType: 'user',
    subjectId: user.id,
    before: { roles: before },
    after: { roles: wanted, issuer },
  });
}
