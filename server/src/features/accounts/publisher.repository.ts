import { sql } from 'kysely';
import type { EntityManager } from '../../database/orm.ts';
import { milliseconds } from '../../database/time.ts';
import { Publisher } from './publisher.entity.ts';
import { User } from './user.entity.ts';

/** The publisher of that name; `null` when there is none. */
export function findPublisher(em: EntityManager, name: string): Promise<Publisher | null> {
  return em.findOne(Publisher, { name });
}

/** The publisher of that name, which is there. */
export function requirePublisherRow(em: EntityManager, name: string): Promise<Publisher> {
  return em.findOneOrFail(Publisher, { name });
}

/** True when there is a publisher of that name. */
export async function isPublisher(em: EntityManager, name: string): Promise<boolean> {
  return (await em.count(Publisher, { name })) > 0;
}

/** Makes a publisher; false when there is one of that name. */
export async function insertPublisher(em: EntityManager, name: string): Promise<boolean> {
  const { rows } = await sql`
    insert into publishers (name, created_at) values (${name}, now())
    on conflict (name) do nothing returning name`.execute(em.getKysely());
  return rows.length > 0;
}

/** True when the user is a member of the publisher. */
export async function isMember(
  em: EntityManager,
  publisher: string,
  userId: string,
): Promise<boolean> {
  return (await em.count(Publisher, { name: publisher, members: userId })) > 0;
}

/** Begins or ends a membership, in the caller's unit of work. */
export async function setMembership(
  em: EntityManager,
  publisher: string,
  userId: string,
  isWanted: boolean,
): Promise<void> {
  const { members } = await em.findOneOrFail(Publisher, publisher, { populate: ['members'] });
  const user = em.getReference(User, userId);
  if (isWanted) members.add(user);
  else members.remove(user);
}

/** A member as lists show it, with its place in the order. */
export interface MemberRow {
  publisher: string;
  user: string;
  /** Milliseconds since 1970. */
  disabledAt: number | null;
  position: string[];
}

/** One page of the members of these publishers, or of all, and one row more when there is a next page. */
export async function pageOfMembers(
  em: EntityManager,
  publishers: readonly string[] | undefined,
  limit: number,
  after: readonly string[] | undefined,
): Promise<MemberRow[]> {
  const { rows } = await sql<MemberRow>`
    select m.publisher, u.name as "user", ${milliseconds(sql`u.disabled_at`)} as "disabledAt",
      array[m.publisher, u.name] as position
    from publisher_members m join users u on u.id = m.user_id
    where ${publishers === undefined ? sql`true` : sql`m.publisher = any(${publishers}::text[])`}
      and ${after === undefined ? sql`true` : sql`(m.publisher, u.name) > (${after[0]}, ${after[1]})`}
    order by m.publisher, u.name limit ${limit + 1}`.execute(em.getKysely());
  return rows;
}
