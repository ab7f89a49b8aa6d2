import { defineEntity, p } from '@mikro-orm/core';
import { User } from '../accounts/user.entity.ts';
import { Rating } from './rating.entity.ts';

const RatingReportSchema = defineEntity({
  name: 'RatingReport',
  tableName: 'rating_reports',
  properties: {
    id: p.uuid().primary(),
    rating: () => p.manyToOne(Rating).deleteRule('cascade'),
    user: () => p.manyToOne(User),
    reason: p.string().length(500),
    createdAt: p.datetime(),
    /** Set once reviewers have decided. */
    closedAt: p.datetime().nullable(),
  },
  uniques: [{ name: 'rating_reports_rating_user_unique', properties: ['rating', 'user'] }],
  indexes: [{ name: 'rating_reports_open_index', properties: ['closedAt', 'createdAt'] }],
});

/** Somebody finds that a rating should not stand. */
export class RatingReport extends RatingReportSchema.class {}
RatingReportSchema.setClass(RatingReport);
