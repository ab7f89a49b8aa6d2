import { randomUUID } from 'node:crypto';
import type { Account, AccountListInput, Role } from '@skill-marketplace/shared/contracts';
import { sql } from 'kysely';
import type { EntityManager } from '../../database/orm.ts';
import { milliseconds } from '../../database/time.ts';

/** An account as lists show it; `createdAt` in milliseconds since 1970. */
export type AccountRow = Omit<Account, 'createdAt'> & { createdAt: number; position: string[] };

const COLUMNS = sql`u.id, u.name, u.roles, ${milliseconds(sql`u.created_at`)} as "createdAt",
  array(select m.publisher from publisher_members m where m.user_id = u.id order by 1) as publishers,
  array[u.name] as position`;

/** One page of accounts by name, and one row more when there is a next page. */
export async function pageOfAccounts(
  em: EntityManager,
  { role, limit }: Pick<AccountListInput, 'role' | 'limit'>,
  after: readonly string[] | undefined,
): Promise<AccountRow[]> {
  const { rows } = await sql<AccountRow>`
    select ${COLUMNS} from users u
    where ${role === undefined ? sql`true` : sql`${role} = any(u.roles)`}
      and ${after === undefined ? sql`true` : sql`u.name > ${after[0]}`}
    order by u.name limit ${limit + 1}`.execute(em.getKysely());
  return rows;
}

/** The account of that name, locked until the transaction ends. */
export async function lockAccount(em: EntityManager, name: string): Promise<AccountRow | null> {
  const { rows } = await sql<AccountRow>`
    select ${COLUMNS} from users u where u.name = ${name} for update of u`.execute(em.getKysely());
  return rows[0] ?? null;
}

/** Ids of the admins, locked until the transaction ends, so that two changes cannot each leave the other's. */
export async function lockAdmins(em: EntityManager): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from users where 'admin' = any(roles) order by id for update`.execute(em.getKysely());
  return rows.map(({ id }) => id);
}

/** Adds an account; false when there is one of that name. */
export async function insertAccount(
  em: EntityManager,
  name: string,
  roles: readonly Role[],
): Promise<boolean> {
  const { rows } = await sql`
    insert into users (id, name, roles, created_at)
    values (${randomUUID()}, ${name}, ${roles}::text[], now())
    on conflict (name) do nothing returning id`.execute(em.getKysely());
  return rows.length > 0;
}

/** Gives an account exactly these roles. */
export async function updateRoles(
  em: EntityManager,
  id: string,
  roles: readonly Role[],
): Promise<void> {
  await sql`update users set roles = ${roles}::text[] where id = ${id}`.execute(em.getKysely());
}
