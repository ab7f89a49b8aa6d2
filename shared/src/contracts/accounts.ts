import { z } from 'zod';
import { Role, Scope, UserName } from './server.ts';
import { Cursor } from './text.ts';

/** Days that a token holds unless said otherwise. */
export const TOKEN_DAYS = 90;

/** The most days that a token may hold. */
export const MOST_TOKEN_DAYS = 365;

/** What a token is for, in its maker's words: 1 to 100 visible characters. */
export const TokenName = UserName;

/** Input of `tokens.create`. */
export const TokenCreateInput = z.object({
  name: TokenName,
  /** No more than the token in use has, nor than the account's roles allow. */
  scopes: z.array(Scope).min(1, 'Give at least one scope.').max(Scope.options.length),
  expiresInDays: z.number().int().min(1).max(MOST_TOKEN_DAYS).default(TOKEN_DAYS),
  /** Whose it will be: oneself, unless an admin names somebody. */
  user: UserName.optional(),
});
export type TokenCreateInput = z.infer<typeof TokenCreateInput>;

/** What is known of a token; the token itself is nowhere. */
export const TokenSummary = z.object({
  id: z.uuid(),
  name: z.string(),
  user: z.string(),
  scopes: z.array(Scope),
  createdAt: z.date(),
  /** `null`: the token of a server's own owner holds until it is revoked. */
  expiresAt: z.date().nullable(),
  /** To the minute. */
  lastUsedAt: z.date().nullable(),
  state: z.enum(['active', 'expired', 'revoked']),
  /** It is the one that this call was made with. */
  current: z.boolean(),
});
export type TokenSummary = z.infer<typeof TokenSummary>;

/** Output of `tokens.create`; the one time that the token is shown. */
export const CreatedToken = z.object({
  token: z.string(),
  id: z.uuid(),
  name: z.string(),
  user: z.string(),
  scopes: z.array(Scope),
  expiresAt: z.date(),
});
export type CreatedToken = z.infer<typeof CreatedToken>;

/** Input of `tokens.list`: one's own, unless an admin asks for somebody's or everybody's. */
export const TokenListInput = z
  .object({
    user: UserName.optional(),
    everybody: z.boolean().default(false),
    cursor: Cursor.optional(),
    limit: z.number().int().min(1).max(100).default(20),
  })
  .prefault({});
export type TokenListInput = z.infer<typeof TokenListInput>;

/** One page of tokens, newest first. */
export const TokenList = z.object({
  items: z.array(TokenSummary),
  nextCursor: z.string().nullable(),
});
export type TokenList = z.infer<typeof TokenList>;

/** Input of `tokens.revoke`. */
export const TokenRevokeInput = z.object({ id: z.uuid() });

/** Output of `tokens.revoke`; the same call again answers the same. */
export const TokenRevokeResult = z.object({ revokedAt: z.date() });
export type TokenRevokeResult = z.infer<typeof TokenRevokeResult>;

/** A person with an account here. */
export const Account = z.object({
  id: z.uuid(),
  name: z.string(),
  roles: z.array(Role),
  publishers: z.array(z.string()),
  createdAt: z.date(),
});
export type Account = z.infer<typeof Account>;

/** Input of `accounts.list`. */
export const AccountListInput = z
  .object({
    role: Role.optional(),
    cursor: Cursor.optional(),
    limit: z.number().int().min(1).max(100).default(20),
  })
  .prefault({});
export type AccountListInput = z.infer<typeof AccountListInput>;

/** One page of accounts, by name. */
export const AccountList = z.object({
  items: z.array(Account),
  nextCursor: z.string().nullable(),
});
export type AccountList = z.infer<typeof AccountList>;

/** What an account may be beside a member. */
const Roles = z.array(Role).max(Role.options.length);

/** Input of `accounts.create`: an account that holds no token yet. */
export const AccountCreateInput = z.object({ name: UserName, roles: Roles.default([]) });
export type AccountCreateInput = z.infer<typeof AccountCreateInput>;

/** Input of `accounts.setRoles`: all the roles that the account has from now on; `member` is always one. */
export const AccountRolesInput = z.object({ name: UserName, roles: Roles });
export type AccountRolesInput = z.infer<typeof AccountRolesInput>;
