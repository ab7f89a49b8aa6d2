import { PublisherVisibility, PublisherVisibilityInput } from '@skill-marketplace/shared/contracts';
import { procedure, router } from '../../trpc/init.ts';

/** `publishers.*`: who may see the skills of a publisher. */
export const publisherRouter = router({
  setVisibility: procedure
    .input(PublisherVisibilityInput)
    .output(PublisherVisibility)
    .mutation(({ ctx, input }) => ctx.services.visibility.setPublisher(ctx, input)),
});
