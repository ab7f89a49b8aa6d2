import { defineEntity, p } from '@mikro-orm/core';
import { Skill } from './skill.entity.ts';

const SkillRedirectSchema = defineEntity({
  name: 'SkillRedirect',
  tableName: 'skill_redirects',
  properties: {
    source: p.string().length(64).default('local').primary(),
    publisher: p.string().length(64).primary(),
    name: p.string().length(64).primary(),
    skill: () => p.manyToOne(Skill),
    createdAt: p.datetime(),
  },
  indexes: [{ name: 'skill_redirects_skill_index', properties: ['skill'] }],
});

/** A reference that a skill had before; it leads to the skill, and nobody else gets it. */
export class SkillRedirect extends SkillRedirectSchema.class {}
SkillRedirectSchema.setClass(SkillRedirect);
