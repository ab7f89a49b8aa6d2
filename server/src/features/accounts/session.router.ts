import { WhoAmI } from '@skill-marketplace/shared/contracts';
import { procedure, router } from '../../trpc/init.ts';

/** `session.*`: who the caller is. */
export const sessionRouter = router({
  whoAmI: procedure.output(WhoAmI).query(({ ctx }) => ctx.services.sessions.whoAmI(ctx)),
});
