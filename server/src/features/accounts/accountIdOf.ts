import { notAllowed, userNotFound } from '../../errors/failures.ts';
import { can } from '../policy/can.ts';
import { findUser } from './account.repository.ts';
import { requireUser, type CallScope } from './scope.ts';

/** Id of the caller's account, or of that of somebody whom an admin names; everybody else is told `refusal`. */
export async function accountIdOf(
  scope: Pick<CallScope, 'em' | 'actor'>,
  name: string | undefined,
  refusal: string,
): Promise<string> {
  const { em, actor } = scope;
  const userId = requireUser(scope);
  if (name === undefined || name === actor.user?.name) return userId;
  if (!can(actor, 'administer')) throw notAllowed(refusal);
  const user = await findUser(em, name);
  if (user === null) throw userNotFound(name);
  return user.id;
}
