import { Role } from '@skill-marketplace/shared/contracts';
import type {
  Account,
  AccountCreateInput,
  AccountDisableInput,
  AccountEnableInput,
  AccountList,
  AccountListInput,
  AccountRolesInput,
  ChangedAccount,
} from '@skill-marketplace/shared/contracts';
import { lockInTransaction } from '../../database/advisoryLock.ts';
import { invalidInput, notAllowed, userNotFound } from '../../errors/failures.ts';
import type { CursorCodec } from '../../paging/cursor.ts';
import { splitPage } from '../../paging/page.ts';
import { recordChange } from '../audit/audit.repository.ts';
import {
  lockAccount,
  lockAdmins,
  pageOfAccounts,
  updateDisabled,
  updateRoles,
  type AccountRow,
} from './account.repository.ts';
import { requireStill } from './afterWaiting.ts';
import { revokeTokens } from './revokeTokens.ts';
import { requireUser, type CallScope } from './scope.ts';
import { countMadeForOthers, tokensOf } from './tokenRevocation.repository.ts';
import { insertUser } from './user.repository.ts';

/** Looks after who has an account, who is what, and who may do nothing any more. */
export class AccountService {
  readonly #cursors: CursorCodec;

  constructor(cursors: CursorCodec) {
    this.#cursors = cursors;
  }

  async list({ em }: Pick<CallScope, 'em'>, input: AccountListInput): Promise<AccountList> {
    const question = `accounts.list ${input.role ?? 'everybody'}`;
    const after = this.#cursors.decode(question, input.cursor);
    const { page, next } = splitPage(await pageOfAccounts(em, input, after), input.limit);
    return { items: page.map(accountView), nextCursor: this.#cursors.encode(question, next) };
  }

  /** Makes an account without a token; a name that is taken, in whatever case, is `invalid_input`. */
  async create(scope: CallScope, { name, roles }: AccountCreateInput): Promise<Account> {
    return asAdmin(scope, async ({ em }) => {
      const isMade = await insertUser(em, name, completed(roles));
      const account = await this.#require({ em }, name);
      if (!isMade) throw invalidInput('name', `There is an account named ${account.name} already.`);
      recordChange(
        { ...scope, em },
        {
          action: 'user.create',
          subjectType: 'user',
          subjectId: account.id,
          after: { name, roles: account.roles },
        },
      );
      return accountView(account);
    });
  }

  /** Gives an account exactly these roles (and `member`); the last admin stays one. */
  async setRoles(scope: CallScope, { name, roles }: AccountRolesInput): Promise<ChangedAccount> {
    return asAdmin(scope, async (inside, admins) => {
      const account = await this.#require(inside, name);
      const wanted = completed(roles);
      if (!wanted.includes('admin')) requireAnother(admins, account);
      if (wanted.join() !== completed(account.roles).join()) {
        await updateRoles(inside.em, account.id, wanted);
        recordChange(inside, {
          action: 'user.setRoles',
          subjectType: 'user',
          subjectId: account.id,
          before: { roles: account.roles },
          after: { roles: wanted },
        });
      }
      return changedView(inside, { ...account, roles: wanted });
    });
  }

  /**
   * Keeps an account from everything: its tokens hold no longer, and it gets no other, until it is enabled. What it
   * said and published stays. Nobody disables themselves, or the last admin.
   */
  async disable(
    scope: CallScope,
    { name, reason, revokeTokens: isForGood }: AccountDisableInput,
  ): Promise<ChangedAccount> {
    return asAdmin(scope, async (inside, admins) => {
      const account = await this.#require(inside, name);
      const { disabledAt, disabledReason } =
        account.disabledAt === null ? await disableNow(inside, admins, account, reason) : account;
      if (isForGood) await revokeTokens(inside, await tokensOf(inside.em, account.id));
      return changedView(inside, { ...account, disabledAt, disabledReason });
    });
  }

  /** Takes a disabling back: tokens that have neither expired nor been revoked meanwhile hold again. */
  async enable(scope: CallScope, { name }: AccountEnableInput): Promise<Account> {
    return asAdmin(scope, async ({ em }) => {
      const account = await this.#require({ em }, name);
      if (account.disabledAt === null) return accountView(account);
      await updateDisabled(em, account.id, null);
      recordChange(
        { ...scope, em },
        {
          action: 'user.enable',
          subjectType: 'user',
          subjectId: account.id,
          before: { disabledAt: new Date(account.disabledAt), reason: account.disabledReason },
        },
      );
      return accountView({ ...account, disabledAt: null, disabledReason: null });
    });
  }

  async #require({ em }: Pick<CallScope, 'em'>, name: string): Promise<AccountRow> {
    const account = await lockAccount(em, name);
    if (account === null) throw userNotFound(name);
    return account;
  }
}

/**
 * Changes accounts in one transaction, with the ids of all enabled admins. Whoever calls has to be one of them by
 * then, with a token that holds: a call that waited for others would take back what they did to its own account.
 */
function asAdmin<T>(
  scope: CallScope,
  change: (inside: CallScope, admins: readonly string[]) => Promise<T>,
): Promise<T> {
  return scope.em.transactional(async (em) => {
    // Whoever makes a token meanwhile is waited for.
    await lockInTransaction(em, 'accounts', 'alone');
    const admins = await lockAdmins(em);
    if (!admins.includes(requireUser(scope))) throw notAllowed('You are no admin any more.');
    await requireStill({ em, actor: scope.actor });
    return change({ ...scope, em }, admins);
  });
}

/** Each once, in the order of the contract; everybody is a member. */
function completed(roles: readonly Role[]): Role[] {
  return Role.options.filter((role) => role === 'member' || roles.includes(role));
}

/** Refuses what would leave nobody to administer. */
function requireAnother(admins: readonly string[], { id, name }: AccountRow): void {
  if (admins.some((admin) => admin !== id)) return;
  throw notAllowed(`${name} is the only admin: make another one first.`);
}

async function disableNow(
  scope: CallScope,
  admins: readonly string[],
  account: AccountRow,
  reason: string,
): Promise<Pick<AccountRow, 'disabledAt' | 'disabledReason'>> {
  requireAnother(admins, account);
  if (account.id === scope.actor.user?.id) {
    throw notAllowed(`You are ${account.name}, and nobody disables themselves.`);
  }
  const at = new Date();
  await updateDisabled(scope.em, account.id, { at, reason });
  recordChange(scope, {
    action: 'user.disable',
    subjectType: 'user',
    subjectId: account.id,
    after: { disabledAt: at, reason },
  });
  return { disabledAt: at.getTime(), disabledReason: reason };
}

async function changedView({ em }: CallScope, row: AccountRow): Promise<ChangedAccount> {
  return { ...accountView(row), tokensMadeForOthers: await countMadeForOthers(em, row.id) };
}

function accountView(row: AccountRow): Account {
  const { id, name, roles, publishers, createdAt, disabledAt, disabledReason } = row;
  return {
    id,
    name,
    roles,
    publishers,
    createdAt: new Date(createdAt),
    disabledAt: disabledAt === null ? null : new Date(disabledAt),
    disabledReason,
  };
}
