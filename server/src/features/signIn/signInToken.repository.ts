import { sql } from 'kysely';
import type { EntityManager } from '../../database/orm.ts';

/** Ids of a user's tokens of sign-ins that hold, but for the `kept` that were used last. */
export async function unusedSignIns(
  em: EntityManager,
  userId: string,
  kept: number,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from tokens
    where user_id = ${userId} and signed_in and revoked_at is null and expires_at > now()
    order by coalesce(last_used_at, created_at) desc, id offset ${kept}`.execute(em.getKysely());
  return rows.map(({ id }) => id);
}

/** Notes that a token was made by a sign-in. */
export async function markSignIn(em: EntityManager, tokenId: string): Promise<void> {
  await sql`update tokens set signed_in = true where id = ${tokenId}`.execute(em.getKysely());
}
