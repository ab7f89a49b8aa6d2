import type { MemberList, MemberListInput } from '@skill-marketplace/shared/contracts';
import { notYourPublisher, publisherNotFound } from '../../errors/failures.ts';
import type { CursorCodec } from '../../paging/cursor.ts';
import { splitPage } from '../../paging/page.ts';
import { recordChange } from '../audit/audit.repository.ts';
import { can } from '../policy/can.ts';
import { ensurePublisher } from './ensurePublisher.ts';
import {
  isMember,
  isPublisher,
  pageOfMembers,
  setMembership,
  type MemberRow,
} from './publisher.repository.ts';
import type { CallScope } from './scope.ts';
import { findUser } from './user.repository.ts';

/** Who becomes, or stops being, a member of which publisher. */
export interface MembershipChange {
  change: 'add' | 'remove';
  publisher: string;
  /** The user's name. */
  user: string;
}

/** What became of a change (`founded`: the publisher was made for its first member), or what it lacks. */
export type Membership = 'changed' | 'founded' | 'unchanged' | 'no_user' | 'no_publisher';

/** Looks after who publishes under which publisher. */
export class MembershipService {
  readonly #cursors: CursorCodec;

  constructor(cursors: CursorCodec) {
    this.#cursors = cursors;
  }

  /** Members of a publisher, for its members and admins; without one of all that the caller belongs to, or sees as an admin. */
  async list(
    { em, actor }: CallScope,
    { publisher, limit, cursor }: MemberListInput,
  ): Promise<MemberList> {
    if (publisher !== undefined) {
      // Others are not told whether there is one.
      if (!can(actor, 'seeMembersOf', undefined, { publisher })) throw notYourPublisher(publisher);
      if (!(await isPublisher(em, publisher))) throw publisherNotFound(publisher);
    }
    const own = can(actor, 'administer') ? undefined : actor.publishers;
    const whose = publisher === undefined ? own : [publisher];
    const question = `publishers.members ${whose?.join() ?? 'all'}`;
    const after = this.#cursors.decode(question, cursor);
    const { page, next } = splitPage(await pageOfMembers(em, whose, limit, after), limit);
    return { items: page.map(memberView), nextCursor: this.#cursors.encode(question, next) };
  }

  /** Changes a membership; a publisher is made for its first member, and has to be there to remove one. */
  async change(
    scope: CallScope,
    { change, publisher, user }: MembershipChange,
  ): Promise<Membership> {
    return scope.em.transactional(async (em) => {
      const inside = { ...scope, em };
      const account = await findUser(em, user);
      if (account === null) return 'no_user';
      const isWanted = change === 'add';
      const isThere = await isPublisher(em, publisher);
      if (!isThere && !isWanted) return 'no_publisher';
      if (!isThere) await ensurePublisher(inside, publisher);
      if ((await isMember(em, publisher, account.id)) === isWanted) return 'unchanged';
      await setMembership(em, publisher, account.id, isWanted);
      recordChange(inside, {
        action: isWanted ? 'publisher.addMember' : 'publisher.removeMember',
        subjectType: 'user',
        subjectId: account.id,
        after: { publisher },
      });
      return isThere ? 'changed' : 'founded';
    });
  }
}

function memberView({ publisher, user, disabledAt }: MemberRow) {
  return { publisher, user, disabledAt: disabledAt === null ? null : new Date(disabledAt) };
}
