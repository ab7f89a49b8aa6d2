import {
  OwnRating,
  OwnRatingInput,
  RateInput,
  RateResult,
  RatingAggregate,
  RatingAppealInput,
  RatingAppealList,
  RatingIdInput,
  RatingList,
  RatingListInput,
  RatingQueueInput,
  RatingReasonInput,
  RatingReported,
  RatingReportList,
  RatingStanding,
} from '@skill-marketplace/shared/contracts';
import { procedure, router } from '../../trpc/init.ts';

/** `ratings.*`: one's own rating, everybody's, and what reviewers decide about them. */
export const ratingRouter = router({
  rate: procedure
    .input(RateInput)
    .output(RateResult)
    .mutation(({ ctx, input }) => ctx.services.ratings.rate(ctx, input)),
  mine: procedure
    .input(OwnRatingInput)
    .output(OwnRating)
    .query(({ ctx, input }) => ctx.services.ratings.mine(ctx, input.skillId)),
  list: procedure
    .input(RatingListInput)
    .output(RatingList)
    .query(({ ctx, input }) => ctx.services.ratings.list(ctx, input)),
  remove: procedure
    .input(OwnRatingInput)
    .output(RatingAggregate)
    .mutation(({ ctx, input }) => ctx.services.ratings.remove(ctx, input.skillId)),
  report: procedure
    .input(RatingReasonInput)
    .output(RatingReported)
    .mutation(({ ctx, input }) => ctx.services.ratingReports.report(ctx, input)),
  appeal: procedure
    .input(RatingAppealInput)
    .output(RatingStanding)
    .mutation(({ ctx, input }) => ctx.services.ratingReports.appeal(ctx, input)),
  reports: procedure
    .input(RatingQueueInput)
    .output(RatingReportList)
    .query(({ ctx, input }) => ctx.services.ratingQueues.reports(ctx, input)),
  appeals: procedure
    .input(RatingQueueInput)
    .output(RatingAppealList)
    .query(({ ctx, input }) => ctx.services.ratingQueues.appeals(ctx, input)),
  hide: procedure
    .input(RatingReasonInput)
    .output(RatingStanding)
    .mutation(({ ctx, input }) => ctx.services.ratingReviews.hide(ctx, input)),
  restore: procedure
    .input(RatingIdInput)
    .output(RatingStanding)
    .mutation(({ ctx, input }) => ctx.services.ratingReviews.restore(ctx, input.ratingId)),
  rejectAppeal: procedure
    .input(RatingReasonInput)
    .output(RatingStanding)
    .mutation(({ ctx, input }) => ctx.services.ratingReviews.rejectAppeal(ctx, input)),
  dismissReports: procedure
    .input(RatingIdInput)
    .output(RatingStanding)
    .mutation(({ ctx, input }) => ctx.services.ratingReviews.dismissReports(ctx, input.ratingId)),
});
