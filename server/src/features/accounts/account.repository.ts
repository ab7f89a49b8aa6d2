import type { Account, AccountListInput, Role } from '@skill-marketplace/shared/contracts';
import { sql } from 'kysely';
import type { EntityManager } from '../../database/orm.ts';
import { milliseconds } from '../../database/time.ts';
import { PUBLISHERS_OF_USER } from './user.repository.ts';

/** An account as lists show it; times in milliseconds since 1970. */
export type AccountRow = Omit<Account, 'createdAt' | 'disabledAt'> & {
  createdAt: number;
  disabledAt: number | null;
  position: string[];
};

const COLUMNS = sql`u.id, u.name, u.roles, ${milliseconds(sql`u.created_at`)} as "createdAt",
  ${milliseconds(sql`u.disabled_at`)} as "disabledAt", u.disabled_reason as "disabledReason",
  ${PUBLISHERS_OF_USER} as publishers, array[u.name] as position`;

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

/** The account of that name, in whatever case, locked until the transaction ends. */
export async function lockAccount(em: EntityManager, name: string): Promise<AccountRow | null> {
  const { rows } = await sql<AccountRow>`
    select ${COLUMNS} from users u where lower(u.name) = lower(${name}) for no key update of u`.execute(
    em.getKysely(),
  );
  return rows[0] ?? null;
}

/**
 * Ids of the admins who are not disabled, locked until the transaction ends, so that two changes cannot each leave
 * the other's.
 */
export async function lockAdmins(em: EntityManager): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from users where 'admin' = any(roles) and disabled_at is null
    order by id for no key update`.execute(em.getKysely());
  return rows.map(({ id }) => id);
}

/** Gives an account exactly these roles. */
export async function updateRoles(
  em: EntityManager,
  id: string,
  roles: readonly Role[],
): Promise<void> {
  await sql`update users set roles = ${roles}::text[] where id = ${id}`.execute(em.getKysely());
}

/** Notes since when and why an account is disabled; `null` where it is not. */
export async function updateDisabled(
  em: EntityManager,
  id: string,
  disabled: { at: Date; reason: string } | null,
): Promise<void> {
  await sql`
    update users set disabled_at = ${disabled?.at ?? null}, disabled_reason = ${disabled?.reason ?? null}
    where id = ${id}`.execute(em.getKysely());
}
