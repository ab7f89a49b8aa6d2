import { randomUUID } from 'node:crypto';
import { raw } from '@mikro-orm/core';
import type { Role } from '@skill-marketplace/shared/contracts';
import { sql } from 'kysely';
import type { EntityManager } from '../../database/orm.ts';
import type { Actor } from './actor.ts';
import { User } from './user.entity.ts';

/** Publishers that the user `u` is a member of. */
export const PUBLISHERS_OF_USER = sql<
  string[]
>`array(select m.publisher from publisher_members m where m.user_id = u.id order by 1)`;

/** The admin who was there first, of those who are not disabled; `null` while there is none. */
export async function firstAdmin(em: EntityManager): Promise<Omit<Actor, 'scopes'> | null> {
  const { rows } = await sql<{ id: string; name: string; roles: Role[]; publishers: string[] }>`
    select u.id, u.name, u.roles, ${PUBLISHERS_OF_USER} as publishers
    from users u where 'admin' = any(u.roles) and u.disabled_at is null
    order by u.created_at limit 1`.execute(em.getKysely());
  const [row] = rows;
  if (row === undefined) return null;
  return { user: { id: row.id, name: row.name }, roles: row.roles, publishers: row.publishers };
}

/** The user of an id that is known to be there. */
export function userById(em: EntityManager, id: string): Promise<User> {
  return em.findOneOrFail(User, id);
}

/** The user of that name, in whatever case; `null` when there is none. */
export function findUser(em: EntityManager, name: string): Promise<User | null> {
  return em.findOne(User, { [raw('lower(name)')]: raw('lower(?)', [name]) });
}

/** Adds an account; false when there is one of that name, in whatever case. */
export async function insertUser(
  em: EntityManager,
  name: string,
  roles: readonly Role[],
): Promise<boolean> {
  const { rows } = await sql`
    insert into users (id, name, roles, created_at)
    values (${randomUUID()}, ${name}, ${roles}::text[], now())
    on conflict (lower(name)) do nothing returning id`.execute(em.getKysely());
  return rows.length > 0;
}
