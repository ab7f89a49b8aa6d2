import { randomBytes } from 'node:crypto';
import { Role } from '@skill-marketplace/shared/contracts';
import { findUser, userById } from '../accounts/account.repository.ts';
import { ANONYMOUS } from '../accounts/actor.ts';
import { insertAccount, lockAdmins } from '../accounts/accountRoles.repository.ts';
import type { CallScope } from '../accounts/scope.ts';
import type { User } from '../accounts/user.entity.ts';
import { recordChange } from '../audit/audit.repository.ts';
import { addIdentity, userOfIdentity } from './identity.repository.ts';
import { personName } from './personName.ts';
import type { SignedInPerson } from './signInProvider.ts';

/** How many of one name are told apart by a number. */
const NUMBERED = 20;

/**
 * The account of a person, in the caller's transaction: made at the first sign-in, found by issuer and subject
 * ever after. Where the provider decides about a role, the account has it or loses it now; the last admin stays.
 */
export async function accountOf(
  { em, requestId }: Pick<CallScope, 'em' | 'requestId'>,
  person: SignedInPerson,
): Promise<User> {
  // The server itself changes accounts here, by what the provider says.
  const scope = { em, requestId, actor: ANONYMOUS };
  const userId = await userOfIdentity(em, person);
  const user = userId === undefined ? await newAccount(scope, person) : await userById(em, userId);
  await decideRoles(scope, user, person);
  return user;
}

type Scope = Pick<CallScope, 'em' | 'requestId' | 'actor'>;

async function newAccount(scope: Scope, person: SignedInPerson): Promise<User> {
  const { em } = scope;
  const name = await freeName(em, personName(person.names));
  const user = await findUser(em, name);
  if (user === null) throw new Error('the account that was just made is not there');
  await addIdentity(em, person, user.id);
  recordChange(scope, {
    action: 'user.create',
    subjectType: 'user',
    subjectId: user.id,
    after: { name, roles: user.roles, issuer: person.issuer, subject: person.subject },
  });
  return user;
}

/** Makes an account of that name, or of one beside it: a name that is taken is somebody else's. */
async function freeName(em: CallScope['em'], base: string): Promise<string> {
  for (let number = 1; number <= NUMBERED; number += 1) {
    const name = number === 1 ? base : `${base}-${number}`;
    if (await insertAccount(em, name, ['member'])) return name;
  }
  const name = `${base}-${randomBytes(4).toString('hex')}`;
  if (await insertAccount(em, name, ['member'])) return name;
  throw new Error('no name was free for an account');
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
