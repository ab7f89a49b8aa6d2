import {
  ApproveInput,
  BlockInput,
  BlockResult,
  PurgeInput,
  PurgeResult,
  ReviewedVersion,
  UnblockInput,
  UnblockResult,
  WaitingInput,
  WaitingList,
} from '@skill-marketplace/shared/contracts';
import { procedure, router } from '../../trpc/init.ts';

/** `moderation.*`: what reviewers and admins decide about versions. */
export const moderationRouter = router({
  approve: procedure
    .input(ApproveInput)
    .output(ReviewedVersion)
    .mutation(({ ctx, input }) => ctx.services.reviews.approve(ctx, input)),
  block: procedure
    .input(BlockInput)
    .output(BlockResult)
    .mutation(({ ctx, input }) => ctx.services.blocks.block(ctx, input)),
  unblock: procedure
    .input(UnblockInput)
    .output(UnblockResult)
    .mutation(({ ctx, input }) => ctx.services.unblocks.unblock(ctx, input)),
  purge: procedure
    .input(PurgeInput)
    .output(PurgeResult)
    .mutation(({ ctx, input }) => ctx.services.blocks.purge(ctx, input)),
  waiting: procedure
    .input(WaitingInput)
    .output(WaitingList)
    .query(({ ctx, input }) => ctx.services.reviews.waiting(ctx, input)),
});
