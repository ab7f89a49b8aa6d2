import { recordChange } from '../audit/audit.repository.ts';
import {
  ensurePublisher,
  findUser,
  isMember,
  isPublisher,
  setMembership,
} from './account.repository.ts';
import type { CallScope } from './scope.ts';

/** Who becomes, or stops being, a member of which publisher. */
export interface MembershipChange {
  change: 'add' | 'remove';
  publisher: string;
  /** The user's name. */
  user: string;
}

/** What became of a change, or what it lacks. */
export type Membership = 'changed' | 'unchanged' | 'no_user' | 'no_publisher';

/** Changes a membership; a publisher is made for its first member, and has to be there to remove one. */
export async function changeMembership(
  scope: CallScope,
  { change, publisher, user }: MembershipChange,
): Promise<Membership> {
  return scope.em.transactional(async (em) => {
    const account = await findUser(em, user);
    if (account === null) return 'no_user';
    const isWanted = change === 'add';
    if (isWanted) await ensurePublisher(em, publisher);
    else if (!(await isPublisher(em, publisher))) return 'no_publisher';
    if ((await isMember(em, publisher, account.id)) === isWanted) return 'unchanged';
    await setMembership(em, publisher, account.id, isWanted);
    recordChange(
      { ...scope, em },
      {
        action: isWanted ? 'publisher.addMember' : 'publisher.removeMember',
        subjectType: 'user',
        subjectId: account.id,
        after: { publisher },
      },
    );
    return 'changed';
  });
}
