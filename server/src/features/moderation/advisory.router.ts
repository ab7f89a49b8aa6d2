import { AdvisoryCheckInput, AdvisoryList } from '@skill-marketplace/shared/contracts';
import { procedure, router } from '../../trpc/init.ts';

/** `advisories.*`: what those who have a skill must know. */
export const advisoryRouter = router({
  check: procedure
    .input(AdvisoryCheckInput)
    .output(AdvisoryList)
    .query(({ ctx, input }) => ctx.services.advisories.check(ctx, input)),
});
