import { recordChange } from '../audit/audit.repository.ts';
import { ensurePublisher, findUser, isMember, setMembership } from './account.repository.ts';
import type { CallScope } from './scope.ts';

/** Who becomes, or stops being, a member of which publisher. */
export interface MembershipChange {
  change: 'add' | 'remove';
  publisher: string;
  /** The user's name. */
  user: string;
}

/** Changes a membership; the publisher is made when there is none. `false`: there is no such user. */
export async function changeMembership(
  scope: CallScope,
  { change, publisher, user }: MembershipChange,
): Promise<boolean> {
  return scope.em.transactional(async (em) => {
    const account = await findUser(em, user);
    if (account === null) return false;
    await ensurePublisher(em, publisher);
    const isWanted = change === 'add';
    if ((await isMember(em, publisher, account.id)) === isWanted) return true;
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
    return true;
  });
}
