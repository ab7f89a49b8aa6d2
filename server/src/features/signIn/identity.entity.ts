import { defineEntity, p } from '@mikro-orm/core';
import { User } from '../accounts/user.entity.ts';

const IdentitySchema = defineEntity({
  name: 'Identity',
  tableName: 'identities',
  properties: {
    /** The provider, as it calls itself. */
    issuer: p.string().length(500).primary(),
    /** Who it is there, for ever. */
    subject: p.string().length(255).primary(),
    user: () => p.manyToOne(User),
    createdAt: p.datetime(),
    lastSignInAt: p.datetime(),
  },
  indexes: [{ name: 'identities_user_index', properties: ['user'] }],
});

/** Whom a provider vouches for, and the account that is theirs. Never matched by name or e-mail. */
export class Identity extends IdentitySchema.class {}
IdentitySchema.setClass(Identity);
