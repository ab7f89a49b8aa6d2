import { defineEntity, p } from '@mikro-orm/core';
import { Skill } from '../skills/skill.entity.ts';

const EarlierVersionSchema = defineEntity({
  name: 'EarlierVersion',
  tableName: 'earlier_versions',
  properties: {
    skill: () => p.manyToOne(Skill).primary(),
    /** Semver. */
    version: p.string().length(64).primary(),
    /** Hash or address. */
    commit: p.string().length(300).nullable(),
    publishedAt: p.datetime().nullable(),
  },
});

/** A version that was published elsewhere: its bytes never came here, its number is taken. */
export class EarlierVersion extends EarlierVersionSchema.class {}
EarlierVersionSchema.setClass(EarlierVersion);
