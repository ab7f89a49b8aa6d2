import { ServerInfo, ServerInfoInput } from '@skill-marketplace/shared/contracts';
import { procedure, router } from '../../trpc/init.ts';

/** `server.*`: who answers here. */
export const serverRouter = router({
  info: procedure
    .input(ServerInfoInput)
    .output(ServerInfo)
    .query(({ ctx, input }) => ctx.services.instance.info(input.nonce)),
});
