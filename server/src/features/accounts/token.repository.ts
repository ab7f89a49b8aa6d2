import { randomUUID } from 'node:crypto';
import type { Scope, TokenListInput } from '@skill-marketplace/shared/contracts';
import { sql } from 'kysely';
import { lockInTransaction } from '../../database/advisoryLock.ts';
import type { EntityManager } from '../../database/orm.ts';
import { milliseconds } from '../../database/time.ts';
import { Token } from './token.entity.ts';
import type { User } from './user.entity.ts';

/** A token as the list shows it, times in milliseconds since 1970, with its place in the order. */
export interface TokenRow {
  id: string;
  name: string;
  user: string;
  scopes: Scope[];
  createdAt: number;
  expiresAt: number | null;
  lastUsedAt: number | null;
  madeWith: string | null;
  isRevoked: boolean;
  isExpired: boolean;
  isSuspended: boolean;
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
      t.made_with_id as "madeWith",
      t.revoked_at is not null as "isRevoked", coalesce(t.expires_at <= now(), false) as "isExpired",
      u.disabled_at is not null as "isSuspended", array[t.created_at::text, t.id::text] as position
    from tokens t join users u on u.id = t.user_id
    where ${userId === undefined ? sql`true` : sql`t.user_id = ${userId}`}
      and ${after === undefined ? sql`true` : sql`(t.created_at, t.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`}
    order by t.created_at desc, t.id desc limit ${limit + 1}`.execute(em.getKysely());
  return rows;
}

/** Number of a user's tokens that hold, or would if the account was not disabled. */
export function countValidTokens(em: EntityManager, userId: string): Promise<number> {
  return em.count(Token, {
    user: userId,
    revokedAt: null,
    $or: [{ expiresAt: null }, { expiresAt: { $gt: new Date() } }],
  });
}

/** What may be left out of a token. */
interface TokenOptions {
  /** Left out: it holds until it is revoked. */
  expiresAt?: Date;
  /** Id of the token that it is made with. */
  madeWith?: string | undefined;
}

/** Adds a token of which only the hash is known. */
export function addToken(
  em: EntityManager,
  user: User,
  name: string,
  hash: string,
  scopes: Scope[],
  { expiresAt, madeWith }: TokenOptions = {},
): Token {
  return em.create(Token, {
    id: randomUUID(),
    user,
    name,
    hash,
    scopes,
    createdAt: new Date(),
    expiresAt: expiresAt ?? null,
    madeWith: madeWith === undefined ? null : em.getReference(Token, madeWith),
  });
}

/** A token with its user; `null` when there is none of that id. */
export function findToken(em: EntityManager, id: string): Promise<Token | null> {
  return em.findOne(Token, id);
}

/** True when there is, or was, a token of that hash. */
export async function isTokenKnown(em: EntityManager, hash: string): Promise<boolean> {
  return (await em.count(Token, { hash })) > 0;
}

/** When a token was revoked that is known to have been. */
export async function revokedAtOf(em: EntityManager, id: string): Promise<Date> {
  const { rows } = await sql<{ at: number | null }>`
    select ${milliseconds(sql`revoked_at`)} as at from tokens where id = ${id}`.execute(
    em.getKysely(),
  );
  const at = rows[0]?.at ?? null;
  if (at === null) throw new Error('the token that was just revoked holds');
  return new Date(at);
}

/**
 * Keeps all accounts from being disabled until the transaction ends; taken before any row, so that nobody waits in a
 * circle.
 */
export function holdAccounts(em: EntityManager): Promise<void> {
  return lockInTransaction(em, 'accounts', 'shared');
}

/** Those of the ids whose accounts are enabled. */
export async function enabledAmong(
  em: EntityManager,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`
    select id from users where id = any(${ids}::uuid[]) and disabled_at is null`.execute(
    em.getKysely(),
  );
  return new Set(rows.map(({ id }) => id));
}

/** Keeps a token from being revoked until the transaction ends; false when it holds no longer. */
export async function holdToken(em: EntityManager, id: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from tokens
    where id = ${id} and revoked_at is null and (expires_at is null or expires_at > now())
    for share`.execute(em.getKysely());
  return rows.length > 0;
}

/** Notes that a token was used, unless that was noted within a minute. */
export async function noteTokenUse(em: EntityManager, id: string): Promise<void> {
  await sql`
    update tokens set last_used_at = now()
    where id = ${id} and coalesce(last_used_at < now() - interval '1 minute', true)`.execute(
    em.getKysely(),
  );
}
