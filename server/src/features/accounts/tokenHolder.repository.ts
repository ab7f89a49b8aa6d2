import type { Role, Scope } from '@skill-marketplace/shared/contracts';
import { sql } from 'kysely';
import type { EntityManager } from '../../database/orm.ts';
import { milliseconds } from '../../database/time.ts';
import type { Actor } from './actor.ts';
import { PUBLISHERS_OF_USER } from './user.repository.ts';

/** Who holds a token, and whether it is time to note that it was used. */
export interface TokenHolder {
  actor: Actor;
  isUseDue: boolean;
}

/** The holder of the token that has that hash; `null` for one that is unknown, expired, revoked, or of a disabled account. */
export async function holderOfToken(em: EntityManager, hash: string): Promise<TokenHolder | null> {
  const { rows } = await sql<{
    id: string;
    name: string;
    roles: Role[];
    scopes: Scope[];
    publishers: string[];
    tokenId: string;
    /** Milliseconds since 1970. */
    expiresAt: number | null;
    isUseDue: boolean;
  }>`
    select u.id, u.name, u.roles, t.scopes,
      ${PUBLISHERS_OF_USER} as publishers, t.id as "tokenId", ${milliseconds(sql`t.expires_at`)} as "expiresAt",
      coalesce(t.last_used_at < now() - interval '1 minute', true) as "isUseDue"
    from tokens t join users u on u.id = t.user_id
    where t.hash = ${hash} and u.disabled_at is null
      and t.revoked_at is null and (t.expires_at is null or t.expires_at > now())`.execute(
    em.getKysely(),
  );
  const [row] = rows;
  if (row === undefined) return null;
  return {
    isUseDue: row.isUseDue,
    actor: {
      user: { id: row.id, name: row.name },
      roles: row.roles,
      scopes: row.scopes,
      publishers: row.publishers,
      token: {
        id: row.tokenId,
        expiresAt: row.expiresAt === null ? null : new Date(row.expiresAt),
      },
    },
  };
}

/** True while an actor has all of its roles and publishers, the account is enabled, and the token holds; by the clock, not by when the transaction began. */
export async function isActorStill(
  em: EntityManager,
  { user, roles, publishers, token }: Actor,
): Promise<boolean> {
  if (user === null) return true;
  const tokenId = token?.id ?? null;
  const { rows } = await sql`
    select 1 from users u
    where u.id = ${user.id} and u.disabled_at is null and u.roles @> ${[...roles]}::text[]
      and ${PUBLISHERS_OF_USER}::text[] @> ${[...publishers]}::text[]
      and (${tokenId}::uuid is null or exists (select from tokens t where t.id = ${tokenId}::uuid
        and t.revoked_at is null and (t.expires_at is null or t.expires_at > clock_timestamp())))`.execute(
    em.getKysely(),
  );
  return rows.length > 0;
}
