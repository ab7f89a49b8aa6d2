import { lockNameInTransaction } from '../../database/advisoryLock.ts';
import { notAllowed, notYourPublisher } from '../../errors/failures.ts';
import { ensurePublisher } from '../accounts/ensurePublisher.ts';
import { isPublisher, setMembership } from '../accounts/publisher.repository.ts';
import { requireUser, type CallScope } from '../accounts/scope.ts';
import { recordChange } from '../audit/audit.repository.ts';
import { can } from '../policy/can.ts';
import type { HousePolicy } from '../policy/housePolicy.ts';
import { refusalToPublish } from '../policy/publishRules.ts';

/** Publishers that nobody founds: the owner's own, and the server's. */
const RESERVED = new Set(['local', 'starter']);

/** Refuses whoever may not publish under a publisher; a `founder` makes it by publishing. */
export async function requirePublisher(
  { em, actor }: CallScope,
  house: HousePolicy,
  publisher: string,
): Promise<'member' | 'founder'> {
  const refusal = refusalToPublish(actor, house);
  if (refusal !== undefined) throw notAllowed(refusal);
  if (can(actor, 'publishInto', undefined, { publisher })) return 'member';
  const isFree =
    house.whoMayPublish === 'everybody' &&
    can(actor, 'publish') &&
    !RESERVED.has(publisher) &&
    !(await isPublisher(em, publisher));
  if (!isFree) throw notYourPublisher(publisher);
  return 'founder';
}

/** Holds a publisher's name until the caller's transaction ends; of several who want to found it, one comes first. */
export async function holdPublisher({ em }: CallScope, publisher: string): Promise<void> {
  await lockNameInTransaction(em, publisher);
  if (await isPublisher(em, publisher)) throw notYourPublisher(publisher);
}

/** Makes the caller the first member of a publisher that was held. */
export async function foundPublisher(scope: CallScope, publisher: string): Promise<void> {
  const { em } = scope;
  const userId = requireUser(scope);
  await ensurePublisher(scope, publisher);
  await setMembership(em, publisher, userId, true);
  recordChange(scope, {
    action: 'publisher.addMember',
    subjectType: 'user',
    subjectId: userId,
    after: { publisher },
  });
}
