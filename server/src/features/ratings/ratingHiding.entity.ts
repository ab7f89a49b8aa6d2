import { defineEntity, p } from '@mikro-orm/core';
import { User } from '../accounts/user.entity.ts';
import { Skill } from '../skills/skill.entity.ts';

const RatingHidingSchema = defineEntity({
  name: 'RatingHiding',
  tableName: 'rating_hidings',
  properties: {
    /** Of a user's word on a skill, not of one rating: who removes it and rates again is still hidden. */
    skill: () => p.manyToOne(Skill).primary(),
    user: () => p.manyToOne(User).primary(),
    reason: p.string().length(500),
    hiddenAt: p.datetime(),
    hiddenBy: () => p.manyToOne(User).nullable().deleteRule('set null'),
    /** What the author says against it, once. */
    appeal: p.string().length(1000).nullable(),
    appealedAt: p.datetime().nullable(),
    rejectedAt: p.datetime().nullable(),
    /** Why the appeal was rejected. */
    answer: p.string().length(500).nullable(),
  },
});

/** What a user says of a skill is hidden, for a reason; gone once it is restored. */
export class RatingHiding extends RatingHidingSchema.class {}
RatingHidingSchema.setClass(RatingHiding);
