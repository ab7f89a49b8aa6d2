import {
  RateInput,
  RateResult,
  RatingAggregate,
  RatingList,
  RatingListInput,
  RatingRemoveInput,
} from '@skill-marketplace/shared/contracts';
import { changing, reading, router } from '../../trpc/init.ts';

/** `ratings.*`: one's own rating, and everybody's. */
export const ratingRouter = router({
  rate: changing('rate')
    .input(RateInput)
    .output(RateResult)
    .mutation(({ ctx, input }) => ctx.services.ratings.rate(ctx, input)),
  list: reading
    .input(RatingListInput)
    .output(RatingList)
    .query(({ ctx, input }) => ctx.services.ratings.list(ctx, input)),
  remove: changing('rate')
    .input(RatingRemoveInput)
    .output(RatingAggregate)
    .mutation(({ ctx, input }) => ctx.services.ratings.remove(ctx, input.skillId)),
});
