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
  if (name === undefined || isSameName(name, actor.user?.name)) return userId;
  if (!can(actor, 'administer')) throw notAllowed(refusal);
  const user = await findUser(em, name);
  if (user === null) throw userNotFound(name);
  return user.id;
}

/** The database says what one name is in other cases; this spares asking it for the usual ones. */
function isSameName(name: string, own: string | undefined): boolean {
  return name.toLowerCase() === own?.toLowerCase();
}
