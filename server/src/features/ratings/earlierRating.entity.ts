import { defineEntity, p } from '@mikro-orm/core';
import { User } from '../accounts/user.entity.ts';
import { Skill } from '../skills/skill.entity.ts';
import { Version } from '../versions/version.entity.ts';

const EarlierRatingSchema = defineEntity({
  name: 'EarlierRating',
  tableName: 'earlier_ratings',
  properties: {
    id: p.bigint('number').primary().autoincrement(),
    /** No foreign key: the record outlives the rating. */
    ratingId: p.uuid(),
    user: () => p.manyToOne(User),
    skill: () => p.manyToOne(Skill),
    version: () => p.manyToOne(Version),
    stars: p.smallint(),
    comment: p.string().length(1000).nullable(),
    verified: p.boolean(),
    since: p.datetime(),
    until: p.datetime(),
    endedBy: p.enum(['update', 'remove']),
  },
  indexes: [{ name: 'earlier_ratings_user_index', properties: ['user', 'skill', 'id'] }],
  checks: [{ name: 'earlier_ratings_stars_check', expression: 'stars >= 1 and stars <= 5' }],
});

/** What a user said of a skill before an update or a removal. */
export class EarlierRating extends EarlierRatingSchema.class {}
EarlierRatingSchema.setClass(EarlierRating);
