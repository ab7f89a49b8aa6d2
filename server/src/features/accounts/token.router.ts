import {
  CreatedToken,
  TokenCreateInput,
  TokenList,
  TokenListInput,
  TokenRevokeInput,
  TokenRevokeResult,
} from '@skill-marketplace/shared/contracts';
import { procedure, router } from '../../trpc/init.ts';

/** `tokens.*`: what people sign in with. */
export const tokenRouter = router({
  create: procedure
    .input(TokenCreateInput)
    .output(CreatedToken)
    .mutation(({ ctx, input }) => ctx.services.tokens.create(ctx, input)),
  list: procedure
    .input(TokenListInput)
    .output(TokenList)
    .query(({ ctx, input }) => ctx.services.tokens.list(ctx, input)),
  revoke: procedure
    .input(TokenRevokeInput)
    .output(TokenRevokeResult)
    .mutation(({ ctx, input }) => ctx.services.tokens.revoke(ctx, input.id)),
});
