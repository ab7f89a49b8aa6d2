import type { TokenSummary } from '@skill-marketplace/shared/contracts';
import type { Actor } from './actor.ts';
import type { TokenRow } from './token.repository.ts';

/** A token as its owner and admins see it. */
export function tokenView(row: TokenRow, actor: Actor): TokenSummary {
  return {
    id: row.id,
    name: row.name,
    user: row.user,
    scopes: row.scopes,
    createdAt: new Date(row.createdAt),
    expiresAt: row.expiresAt === null ? null : new Date(row.expiresAt),
    lastUsedAt: row.lastUsedAt === null ? null : new Date(row.lastUsedAt),
    state: stateOf(row),
    madeWith: row.madeWith,
    current: row.id === actor.token?.id,
  };
}

function stateOf({ isRevoked, isExpired, isSuspended }: TokenRow): TokenSummary['state'] {
  if (isRevoked) return 'revoked';
  if (isExpired) return 'expired';
  return isSuspended ? 'suspended' : 'active';
}
