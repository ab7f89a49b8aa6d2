import {
  Account,
  AccountCreateInput,
  AccountDisableInput,
  AccountEnableInput,
  AccountList,
  AccountListInput,
  AccountRolesInput,
  ChangedAccount,
} from '@skill-marketplace/shared/contracts';
import { procedure, router } from '../../trpc/init.ts';

/** `accounts.*`: who there is, and who may do what. */
export const accountRouter = router({
  list: procedure
    .input(AccountListInput)
    .output(AccountList)
    .query(({ ctx, input }) => ctx.services.accounts.list(ctx, input)),
  create: procedure
    .input(AccountCreateInput)
    .output(Account)
    .mutation(({ ctx, input }) => ctx.services.accounts.create(ctx, input)),
  setRoles: procedure
    .input(AccountRolesInput)
    .output(ChangedAccount)
    .mutation(({ ctx, input }) => ctx.services.accounts.setRoles(ctx, input)),
  disable: procedure
    .input(AccountDisableInput)
    .output(ChangedAccount)
    .mutation(({ ctx, input }) => ctx.services.accounts.disable(ctx, input)),
  enable: procedure
    .input(AccountEnableInput)
    .output(Account)
    .mutation(({ ctx, input }) => ctx.services.accounts.enable(ctx, input)),
});
