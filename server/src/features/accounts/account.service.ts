import { Role } from '@skill-marketplace/shared/contracts';
import type {
  Account,
  AccountCreateInput,
  AccountList,
  AccountListInput,
  AccountRolesInput,
} from '@skill-marketplace/shared/contracts';
import { invalidInput, notAllowed, userNotFound } from '../../errors/failures.ts';
import type { CursorCodec } from '../../paging/cursor.ts';
import { splitPage } from '../../paging/page.ts';
import { recordChange } from '../audit/audit.repository.ts';
import {
  insertAccount,
  lockAccount,
  lockAdmins,
  pageOfAccounts,
  updateRoles,
  type AccountRow,
} from './accountRoles.repository.ts';
import type { CallScope } from './scope.ts';

/** Looks after who has an account, and who is what. */
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

  /** Makes an account without a token; a name that is taken is `invalid_input`. */
  async create(scope: CallScope, { name, roles }: AccountCreateInput): Promise<Account> {
    return scope.em.transactional(async (em) => {
      if (!(await insertAccount(em, name, completed(roles)))) {
        throw invalidInput('name', `There is an account named ${name} already.`);
      }
      const account = await this.#require({ em }, name);
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
  async setRoles(scope: CallScope, { name, roles }: AccountRolesInput): Promise<Account> {
    return scope.em.transactional(async (em) => {
      const admins = await lockAdmins(em);
      const account = await this.#require({ em }, name);
      const wanted = completed(roles);
      if (!wanted.includes('admin') && admins.every((id) => id === account.id)) {
        throw notAllowed(`${name} is the only admin: make another one first.`);
      }
      if (wanted.join() === completed(account.roles).join()) return accountView(account);
      await updateRoles(em, account.id, wanted);
      recordChange(
        { ...scope, em },
        {
          action: 'user.setRoles',
          subjectType: 'user',
          subjectId: account.id,
          before: { roles: account.roles },
          after: { roles: wanted },
        },
      );
      return accountView({ ...account, roles: wanted });
    });
  }

  async #require({ em }: Pick<CallScope, 'em'>, name: string): Promise<AccountRow> {
    const account = await lockAccount(em, name);
    if (account === null) throw userNotFound(name);
    return account;
  }
}

/** Each once, in the order of the contract; everybody is a member. */
function completed(roles: readonly Role[]): Role[] {
  return Role.options.filter((role) => role === 'member' || roles.includes(role));
}

function accountView({ id, name, roles, publishers, createdAt }: AccountRow): Account {
  return { id, name, roles, publishers, createdAt: new Date(createdAt) };
}
