import {
  MemberList,
  MemberListInput,
  PublisherVisibility,
  PublisherVisibilityInput,
} from '@skill-marketplace/shared/contracts';
import { procedure, router } from '../../trpc/init.ts';

/** `publishers.*`: who publishes under a publisher, and who may see its skills. */
export const publisherRouter = router({
  members: procedure
    .input(MemberListInput)
    .output(MemberList)
    .query(({ ctx, input }) => ctx.services.memberships.list(ctx, input)),
  setVisibility: procedure
    .input(PublisherVisibilityInput)
    .output(PublisherVisibility)
    .mutation(({ ctx, input }) => ctx.services.visibility.setPublisher(ctx, input)),
});
