import { defineEntity, p } from '@mikro-orm/core';
import type { Role } from '@skill-marketplace/shared/contracts';

const UserSchema = defineEntity({
  name: 'User',
  tableName: 'users',
  properties: {
    id: p.uuid().primary(),
    /** Unique in whatever case: people could not tell two apart. */
    name: p.string().length(100),
    roles: p.array<Role>(),
    createdAt: p.datetime(),
    /** Since when it may do nothing; its tokens do not hold meanwhile. */
    disabledAt: p.datetime().nullable(),
    disabledReason: p.string().length(500).nullable(),
  },
  checks: [
    {
      name: 'users_disabled_check',
      expression: '(disabled_at is null) = (disabled_reason is null)',
    },
  ],
  indexes: [
    {
      name: 'users_name_unique',
      expression: 'create unique index "users_name_unique" on "users" (lower("name"))',
    },
  ],
});

/** A person, or the owner of this server. */
export class User extends UserSchema.class {}
UserSchema.setClass(User);
