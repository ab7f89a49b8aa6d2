import {
  ImportInput,
  ImportResult,
  PublishInput,
  PublishResult,
  YankInput,
  YankResult,
} from '@skill-marketplace/shared/contracts';
import { procedure, router } from '../../trpc/init.ts';

/** `publishing.*`: bringing skills in, and withdrawing them. */
export const publishingRouter = router({
  publish: procedure
    .input(PublishInput)
    .output(PublishResult)
    .mutation(({ ctx, input }) => ctx.services.publishing.publish(ctx, input)),
  import: procedure
    .input(ImportInput)
    .output(ImportResult)
    .mutation(({ ctx, input }) => ctx.services.imports.import(ctx, input)),
  yank: procedure
    .input(YankInput)
    .output(YankResult)
    .mutation(({ ctx, input }) => ctx.services.yanks.yank(ctx, input)),
});
