import { WhoAmI } from '@skill-marketplace/shared/contracts';
import { open, router } from '../../trpc/init.ts';

/** `session.*`: who the caller is. */
export const sessionRouter = router({
  whoAmI: open.output(WhoAmI).query(({ ctx }) => ctx.services.accounts.whoAmI(ctx)),
});
