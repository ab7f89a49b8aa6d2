import {
  ImportInput,
  ImportResult,
  PublishInput,
  PublishResult,
  YankInput,
  YankResult,
} from '@skill-marketplace/shared/contracts';
import { changing, router } from '../../trpc/init.ts';

/** `publishing.*`: bringing skills in, and withdrawing them. */
export const publishingRouter = router({
  publish: changing('publish')
    .input(PublishInput)
    .output(PublishResult)
    .mutation(({ ctx, input }) => ctx.services.publishing.publish(ctx, input)),
  import: changing('publish')
    .input(ImportInput)
    .output(ImportResult)
    .mutation(({ ctx, input }) => ctx.services.imports.import(ctx, input)),
  yank: changing('publish')
    .input(YankInput)
    .output(YankResult)
    .mutation(({ ctx, input }) => ctx.services.yanks.yank(ctx, input)),
});
