import { sql } from 'kysely';
import type { EntityManager } from '../../database/orm.ts';

/** Ends a user's tokens of sign-ins but for the `kept` that were used last; gives the ids of those that held. */
export async function endUnusedSignIns(
  em: EntityManager,
  userId: string,
  kept: number,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    update tokens set revoked_at = now() where id in (
      select id from tokens
      where user_id = ${userId} and signed_in and revoked_at is null and expires_at > now()
      order by coalesce(last_used_at, created_at) desc, id offset ${kept}
    ) returning id`.execute(em.getKysely());
  return rows.map(({ id }) => id);
}

/** Notes that a token was made by a sign-in. */
export async function markSignIn(em: EntityManager, tokenId: string): Promise<void> {
  await sql`update tokens set signed_in = true where id = ${tokenId}`.execute(em.getKysely());
}
