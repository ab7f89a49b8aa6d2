import { notAllowed, userNotFound } from '../../errors/failures.ts';
import { can } from '../policy/can.ts';
import { requireUser, type CallScope } from './scope.ts';
import { findUser } from './user.repository.ts';

/** Id of the caller's account, or of that of somebody whom an admin names; everybody else is told `refusal`. */
export async function accountIdOf(
  scope: Pick<CallScope, 'em' | 'actor'>,
  name: string | undefined,
  refusal: string,
): Promise<string> {
  const { em, actor } = scope;
  const userId = requireUser(scope);
  if (name === undefined || name === actor.user?.name) return userId;
  // The database says what one name is in other cases: by JavaScript two accounts may have the same.
  const user = await findUser(em, name);
  if (user?.id === userId) return userId;
  if (!can(actor, 'administer')) throw notAllowed(refusal);
  if (user === null) throw userNotFound(name);
  return user.id;
}
