import { z } from 'zod';
import { pagedBy } from './paging.ts';
import { Role, UserName } from './server.ts';
import { GivenReason } from './text.ts';

/** A person with an account here. */
export const Account = z.object({
  id: z.uuid(),
  name: z.string(),
  roles: z.array(Role),
  publishers: z.array(z.string()),
  createdAt: z.date(),
  /** Since when it may do nothing; `null` where it is enabled, as most are. */
  disabledAt: z.date().nullable(),
  disabledReason: z.string().nullable(),
});
export type Account = z.infer<typeof Account>;

/** Input of `accounts.list`. */
export const AccountListInput = z
  .object({
    role: Role.optional(),
    ...pagedBy(20),
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

/** Input of `accounts.disable`; the reason is for admins and the record. */
export const AccountDisableInput = z.object({
  name: UserName,
  reason: GivenReason,
  /** Also ends its tokens, with all that were made with them, those of others too, for good. */
  revokeTokens: z.boolean().default(false),
});
export type AccountDisableInput = z.infer<typeof AccountDisableInput>;

/** Output of `accounts.setRoles` and `accounts.disable`; one that is disabled already keeps since when and why. */
export const ChangedAccount = Account.extend({
  /** Tokens of other accounts that hold and were made with its tokens; they end when those are revoked, as `revokeTokens` does. */
  tokensMadeForOthers: z.number().int(),
});
export type ChangedAccount = z.infer<typeof ChangedAccount>;

/** Input of `accounts.enable`. */
export const AccountEnableInput = z.object({ name: UserName });
export type AccountEnableInput = z.infer<typeof AccountEnableInput>;
