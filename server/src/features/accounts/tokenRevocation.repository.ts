import { sql } from 'kysely';
import type { EntityManager } from '../../database/orm.ts';

/** A token that held until now. */
export interface EndedToken {
  id: string;
  /** The token that it was made with. */
  madeWith: string | null;
}

/**
 * Ends tokens with all that were made with them, at any depth, until the transaction ends; gives those that held.
 * Called again until it ends none: one that was being made meanwhile is seen only after its maker was waited for.
 */
export async function endTokenTree(
  em: EntityManager,
  ids: readonly string[],
  at: Date,
): Promise<EndedToken[]> {
  const { rows } = await sql<EndedToken>`
    with recursive tree as (
      select id from tokens where id = any(${ids}::uuid[])
      union
      select t.id from tokens t join tree on t.made_with_id = tree.id
    )
    update tokens set revoked_at = ${at}
    where id in (select id from tree) and revoked_at is null
      and (id = any(${ids}::uuid[]) or expires_at is null or expires_at > now())
    returning id, made_with_id as "madeWith"`.execute(em.getKysely());
  return rows;
}

/** Ids of a user's tokens of that name that were not revoked. */
export async function tokensNamed(
  em: EntityManager,
  userId: string,
  name: string,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from tokens
    where user_id = ${userId} and name = ${name} and revoked_at is null`.execute(em.getKysely());
  return rows.map(({ id }) => id);
}

/** Ids of all of a user's tokens: those that ended may have made others that hold. */
export async function tokensOf(em: EntityManager, userId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from tokens where user_id = ${userId}`.execute(em.getKysely());
  return rows.map(({ id }) => id);
}

/** Number of other accounts' tokens that hold and were made with a token of that user, at any depth. */
export async function countMadeForOthers(em: EntityManager, userId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    with recursive tree as (
      select id from tokens where user_id = ${userId}
      union
      select t.id from tokens t join tree on t.made_with_id = tree.id
    )
    select count(*)::int as count from tokens
    where id in (select id from tree) and user_id <> ${userId}
      and revoked_at is null and (expires_at is null or expires_at > now())`.execute(
    em.getKysely(),
  );
  return rows[0]?.count ?? 0;
}
