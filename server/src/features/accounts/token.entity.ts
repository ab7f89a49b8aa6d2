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
    expiresAt: p.datetime().nullable(),
    revokedAt: p.datetime().nullable(),
  },
});

/** A bearer token of a user. */
export class Token extends TokenSchema.class {}
TokenSchema.setClass(Token);
