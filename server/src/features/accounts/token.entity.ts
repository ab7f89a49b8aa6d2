import { defineEntity, p } from '@mikro-orm/core';
import type { Scope } from '@skill-marketplace/shared/contracts';
import { User } from './user.entity.ts';

const TokenSchema = defineEntity({
  name: 'Token',
  tableName: 'tokens',
  properties: {
    id: p.uuid().primary(),
    user: () => p.manyToOne(User),
    name: p.string().length(100),
    /** Hex of the token's sha256; the token itself is nowhere. */
    hash: p.character().length(64).unique(),
    scopes: p.array<Scope>(),
    createdAt: p.datetime(),
    /** `null`: until it is revoked. */
    expiresAt: p.datetime().nullable(),
    /** To the minute. */
    lastUsedAt: p.datetime().nullable(),
    revokedAt: p.datetime().nullable(),
    /** Made by a sign-in through a provider, so that there are many without anybody's knowing. */
    signedIn: p.boolean().default(false),
    /** The token that it was made with over the wire, and with which it ends; that one cannot be deleted before it. */
    madeWith: () => p.manyToOne(Token).nullable().deleteRule('no action'),
  },
  indexes: [
    { name: 'tokens_user_index', properties: ['user'] },
    { name: 'tokens_made_with_index', properties: ['madeWith'] },
  ],
});

/** A bearer token of a user. */
export class Token extends TokenSchema.class {}
TokenSchema.setClass(Token);
