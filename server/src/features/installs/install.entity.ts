import { defineEntity, p } from '@mikro-orm/core';
import { User } from '../accounts/user.entity.ts';
import { Skill } from '../skills/skill.entity.ts';
import { Version } from '../versions/version.entity.ts';

const InstallSchema = defineEntity({
  name: 'Install',
  tableName: 'installs',
  properties: {
    id: p.uuid().primary(),
    user: () => p.manyToOne(User),
    skill: () => p.manyToOne(Skill),
    version: () => p.manyToOne(Version),
    agentId: p.string().length(200).nullable(),
    target: p.string().length(200).nullable(),
    createdAt: p.datetime(),
    /** Set by an uninstall; the row stays, since a rating stays verified. */
    removedAt: p.datetime().nullable(),
  },
  indexes: [
    { name: 'installs_user_index', properties: ['user', 'createdAt', 'id'] },
    { name: 'installs_skill_user_index', properties: ['skill', 'user'] },
  ],
});

/** One install that a user made. */
export class Install extends InstallSchema.class {}
InstallSchema.setClass(Install);
