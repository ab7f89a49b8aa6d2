import { z } from 'zod';
import { pagedBy } from './paging.ts';
import { Scope, UserName } from './server.ts';

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
  /** `suspended`: it holds no longer while its account is disabled. */
  state: z.enum(['active', 'suspended', 'expired', 'revoked']),
  /** Id of the token that it was made with, and with which it ends; `null`: by a sign-in, or on the command line. */
  madeWith: z.uuid().nullable(),
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
    ...pagedBy(20),
  })
  .refine(({ user, everybody }) => user === undefined || !everybody, {
    path: ['everybody'],
    message: "Leave it out for one user's tokens.",
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

/** Output of `tokens.revoke`; the same call again changes nothing. */
export const TokenRevokeResult = z.object({
  revokedAt: z.date(),
  /** How many tokens ended with it: those made with it, at any depth, that held until this call. */
  alsoRevoked: z.number().int(),
});
export type TokenRevokeResult = z.infer<typeof TokenRevokeResult>;
