import { Scope } from '@skill-marketplace/shared/contracts';
import type {
  CreatedToken,
  Role,
  TokenCreateInput,
  TokenList,
  TokenListInput,
  TokenRevokeResult,
} from '@skill-marketplace/shared/contracts';
import { lockNameInTransaction } from '../../database/advisoryLock.ts';
import type { DomainError } from '../../errors/domainError.ts';
import { notAllowed, signedOut, tokenNotFound } from '../../errors/failures.ts';
import { listed } from '../../errors/listed.ts';
import type { CursorCodec } from '../../paging/cursor.ts';
import { splitPage } from '../../paging/page.ts';
import { recordChange } from '../audit/audit.repository.ts';
import { can } from '../policy/can.ts';
import { accountIdOf } from './accountIdOf.ts';
import { requireStill } from './afterWaiting.ts';
import type { Actor } from './actor.ts';
import { revokeTokens } from './revokeTokens.ts';
import { requireUser, type CallScope } from './scope.ts';
import { DAY_MS, hashToken, newToken } from './token.ts';
import {
  addToken,
  countValidTokens,
  enabledAmong,
  findToken,
  holdAccounts,
  holdToken,
  pageOfTokens,
  revokedAtOf,
} from './token.repository.ts';
import { tokenView } from './token.view.ts';
import type { User } from './user.entity.ts';
import { userById } from './user.repository.ts';

/** Enough for every program of a person; more are a program that makes one at each start. */
const MOST_TOKENS = 100;

/** Said to everybody but admins. */
const OTHERS = "Only an admin looks after others' tokens: leave user out for your own.";

/** The roles of which an account needs one before a token of it may have the scope. */
const ROLES_OF_SCOPES: Partial<Record<Scope, readonly Role[]>> = {
  moderate: ['reviewer', 'admin'],
  admin: ['admin'],
};

/** Makes, lists and revokes tokens. */
export class TokenService {
  readonly #cursors: CursorCodec;

  constructor(cursors: CursorCodec) {
    this.#cursors = cursors;
  }

  /**
   * A token that gives no more than the one in use and than its account, and holds, where it is one's own, no
   * longer than the one in use, and ends with it: who got hold of a token cannot make it last. `not_allowed` says
   * what is too much.
   */
  async create(
    scope: CallScope,
    { name, scopes, expiresInDays, user }: TokenCreateInput,
  ): Promise<CreatedToken> {
    const { actor } = scope;
    const asked = Scope.options.filter((option) => scopes.includes(option));
    const missing = asked.find((option) => !actor.scopes.includes(option));
    if (missing !== undefined) {
      throw notAllowed(`Your token has no scope ${missing}, so it cannot make one that has it.`);
    }
    const madeWith = actor.token?.id;
    return scope.em.transactional(async (em) => {
      // Whoever disables one of the two meanwhile waits, and then counts or ends what is made here too.
      await holdAccounts(em);
      const accountId = await accountIdOf({ ...scope, em }, user, OTHERS);
      const enabled = await enabledAmong(em, [requireUser(scope), accountId]);
      const account = await userById(em, accountId);
      if (!enabled.has(accountId)) throw accountDisabled(account);
      // Whoever revokes it meanwhile waits, and then ends what is made here too.
      const isHeld = madeWith === undefined || (await holdToken(em, madeWith));
      if (!isHeld || !enabled.has(requireUser(scope))) {
        throw signedOut('The token that you use has ended: sign in again.');
      }
      if (user !== undefined) await requireStill({ em, actor });
      requireWithin(account, asked);
      // Of several at once each counts those before it.
      await lockNameInTransaction(em, `tokens ${account.id}`);
      if ((await countValidTokens(em, account.id)) >= MOST_TOKENS) {
        throw notAllowed(
          `${account.name} has ${MOST_TOKENS} tokens that hold already: revoke those that nobody uses.`,
        );
      }
      const token = newToken();
      const expiresAt = expiryOf(actor, account, expiresInDays);
      const { id } = addToken(em, account, name, hashToken(token), asked, { expiresAt, madeWith });
      recordChange(
        { ...scope, em },
        {
          action: 'token.create',
          subjectType: 'token',
          subjectId: id,
          after: { user: account.name, name, scopes: asked, expiresAt, madeWith },
        },
      );
      return { token, id, name, user: account.name, scopes: asked, expiresAt };
    });
  }

  /** One's own tokens; an admin also sees somebody else's, or everybody's. */
  async list(scope: CallScope, input: TokenListInput): Promise<TokenList> {
    const userId = input.everybody ? undefined : await accountIdOf(scope, input.user, OTHERS);
    if (input.everybody && !can(scope.actor, 'administer')) {
      throw notAllowed("Only an admin sees everybody's tokens: leave everybody out for your own.");
    }
    const question = `tokens.list ${userId ?? 'everybody'}`;
    const after = this.#cursors.decode(question, input.cursor);
    const rows = await pageOfTokens(scope.em, userId, input.limit, after);
    const { page, next } = splitPage(rows, input.limit);
    return {
      items: page.map((row) => tokenView(row, scope.actor)),
      nextCursor: this.#cursors.encode(question, next),
    };
  }

  /**
   * Ends a token at once, with all that were made with it, at any depth; one of somebody else's is `not_found`,
   * unless an admin asks.
   */
  async revoke(scope: CallScope, id: string): Promise<TokenRevokeResult> {
    const { actor } = scope;
    return scope.em.transactional(async (em) => {
      const token = await findToken(em, id);
      const mayAll = can(actor, 'administer');
      if (token === null || (!mayAll && token.user.id !== requireUser(scope))) {
        throw tokenNotFound(id);
      }
      const isMore = token.scopes.some((option) => !actor.scopes.includes(option));
      if (!mayAll && isMore && token.id !== actor.token?.id) {
        throw notAllowed('That token may do more than the one you use: revoke it with another.');
      }
      const ended = await revokeTokens({ ...scope, em }, [id]);
      return {
        revokedAt: await revokedAtOf(em, id),
        alsoRevoked: ended.filter((one) => one.id !== id).length,
      };
    });
  }
}

function accountDisabled({ name }: User): DomainError {
  return notAllowed(`The account ${name} is disabled, so it gets no token: enable it first.`);
}

function requireWithin({ name, roles }: User, scopes: readonly Scope[]): void {
  for (const scope of scopes) {
    const needed = ROLES_OF_SCOPES[scope];
    if (needed !== undefined && !needed.some((role) => roles.includes(role))) {
      throw notAllowed(
        `A token with the scope ${scope} needs an account with the role ${listed(needed)}, and ${name} has none.`,
      );
    }
  }
}

function expiryOf({ user, token }: Actor, account: User, days: number): Date {
  const asked = new Date(Date.now() + days * DAY_MS);
  const bound = user?.id === account.id ? (token?.expiresAt ?? asked) : asked;
  return bound < asked ? bound : asked;
}
