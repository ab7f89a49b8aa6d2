import { defineEntity, p } from '@mikro-orm/core';
import { User } from '../accounts/user.entity.ts';
import { Skill } from '../skills/skill.entity.ts';
import { Version } from '../versions/version.entity.ts';

const RatingSchema = defineEntity({
  name: 'Rating',
  tableName: 'ratings',
  properties: {
    id: p.uuid().primary(),
    user: () => p.manyToOne(User),
    skill: () => p.manyToOne(Skill),
    version: () => p.manyToOne(Version),
    stars: p.smallint(),
    comment: p.string().length(1000).nullable(),
    /** The user has installed the skill. */
    verified: p.boolean(),
    /** Reviewers hid it: it counts nowhere, and only its author and reviewers see it. */
    hidden: p.boolean().default(false),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
  },
  uniques: [{ name: 'ratings_user_skill_unique', properties: ['user', 'skill'] }],
  indexes: [{ name: 'ratings_skill_index', properties: ['skill', 'updatedAt', 'id'] }],
  checks: [{ name: 'ratings_stars_check', expression: 'stars >= 1 and stars <= 5' }],
});

/** What one user says of one skill, bound to the version rated. */
export class Rating extends RatingSchema.class {}
RatingSchema.setClass(Rating);
