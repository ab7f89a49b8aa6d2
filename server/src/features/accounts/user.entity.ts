import { defineEntity, p } from '@mikro-orm/core';
import type { Role } from '@skill-marketplace/shared/contracts';

const UserSchema = defineEntity({
  name: 'User',
  tableName: 'users',
  properties: {
    id: p.uuid().primary(),
    name: p.string().length(100).unique(),
    roles: p.array<Role>(),
    createdAt: p.datetime(),
  },
});

/** A person, or the owner of this server. */
export class User extends UserSchema.class {}
UserSchema.setClass(User);
