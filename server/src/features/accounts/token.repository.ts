import type { Scope, TokenListInput } from '@skill-marketplace/shared/contracts';
import { LockMode } from '@mikro-orm/core';
import { sql } from 'kysely';
import type { EntityManager } from '../../database/orm.ts';
import { milliseconds } from '../../database/time.ts';
import { Token } from './token.entity.ts';

/** A token as the list shows it, times in milliseconds since 1970, with its place in the order. */
export interface TokenRow {
  id: string;
  name: string;
  user: string;
  scopes: Scope[];
  createdAt: number;
  expiresAt: number | null;
  lastUsedAt: number | null;
  isRevoked: boolean;
  isExpired: boolean;
  position: string[];
}

/** One page of a user's tokens, or everybody's, newest first, and one row more when there is a next page. */
export async function pageOfTokens(
  em: EntityManager,
  userId: string | undefined,
  limit: TokenListInput['limit'],
  after: readonly string[] | undefined,
): Promise<TokenRow[]> {
  const { rows } = await sql<TokenRow>`
    select t.id, t.name, u.name as "user", t.scopes, ${milliseconds(sql`t.created_at`)} as "createdAt",
      ${milliseconds(sql`t.expires_at`)} as "expiresAt", ${milliseconds(sql`t.last_used_at`)} as "lastUsedAt",
      t.revoked_at is not null as "isRevoked", coalesce(t.expires_at <= now(), false) as "isExpired",
      array[t.created_at::text, t.id::text] as position
    from tokens t join users u on u.id = t.user_id
    where ${userId === undefined ? sql`true` : sql`t.user_id = ${userId}`}
      and ${after === undefined ? sql`true` : sql`(t.created_at, t.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`}
    order by t.created_at desc, t.id desc limit ${limit + 1}`.execute(em.getKysely());
  return rows;
}

/** Number of a user's tokens that hold. */
export function countValidTokens(em: EntityManager, userId: string): Promise<number> {
  return em.count(Token, {
    user: userId,
    revokedAt: null,
    $or: [{ expiresAt: null }, { expiresAt: { $gt: new Date() } }],
  });
}

/** A token with its user, locked until the transaction ends. */
export function lockToken(em: EntityManager, id: string): Promise<Token | null> {
  return em.findOne(Token, id, { lockMode: LockMode.PESSIMISTIC_WRITE });
}

/** Notes that a token was used, unless that was noted within a minute. */
export async function noteTokenUse(em: EntityManager, id: string): Promise<void> {
  await sql`
    update tokens set last_used_at = now()
    where id = ${id} and coalesce(last_used_at < now() - interval '1 minute', true)`.execute(
    em.getKysely(),
  );
}
