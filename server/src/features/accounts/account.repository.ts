import { randomUUID } from 'node:crypto';
import type { Role, Scope } from '@skill-marketplace/shared/contracts';
import { sql } from 'kysely';
import type { EntityManager } from '../../database/orm.ts';
import { milliseconds } from '../../database/time.ts';
import type { Actor } from './actor.ts';
import { Publisher } from './publisher.entity.ts';
import { Token } from './token.entity.ts';
import { User } from './user.entity.ts';

/** Publishers that the user `u` is a member of. */
const PUBLISHERS = sql`array(select m.publisher from publisher_members m where m.user_id = u.id order by 1)`;

/** Who holds a token, and whether it is time to note that it was used. */
export interface TokenHolder {
  actor: Actor;
  isUseDue: boolean;
}

/** The holder of the valid token that has that hash; `null` for an unknown, expired or revoked one. */
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
      ${PUBLISHERS} as publishers, t.id as "tokenId", ${milliseconds(sql`t.expires_at`)} as "expiresAt",
      coalesce(t.last_used_at < now() - interval '1 minute', true) as "isUseDue"
    from tokens t join users u on u.id = t.user_id
    where t.hash = ${hash} and t.revoked_at is null and (t.expires_at is null or t.expires_at > now())`.execute(
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

/** The admin who was there first; `null` while there is none. */
export async function firstAdmin(em: EntityManager): Promise<Omit<Actor, 'scopes'> | null> {
  const { rows } = await sql<{ id: string; name: string; roles: Role[]; publishers: string[] }>`
    select u.id, u.name, u.roles, ${PUBLISHERS} as publishers
    from users u where 'admin' = any(u.roles) order by u.created_at limit 1`.execute(
    em.getKysely(),
  );
  const [row] = rows;
  if (row === undefined) return null;
  return { user: { id: row.id, name: row.name }, roles: row.roles, publishers: row.publishers };
}

/** The user of an id that is known to be there. */
export function userById(em: EntityManager, id: string): Promise<User> {
  return em.findOneOrFail(User, id);
}

/** The user of that name, made with those roles when there is none. */
export async function ensureUser(em: EntityManager, name: string, roles: Role[]): Promise<User> {
  const found = await em.findOne(User, { name });
  return found ?? em.create(User, { id: randomUUID(), name, roles, createdAt: new Date() });
}

/** The user of that name; `null` when there is none. */
export function findUser(em: EntityManager, name: string): Promise<User | null> {
  return em.findOne(User, { name });
}

/** The publisher of that name; `null` when there is none. */
export function findPublisher(em: EntityManager, name: string): Promise<Publisher | null> {
  return em.findOne(Publisher, { name });
}

/** True when there is a publisher of that name. */
export async function isPublisher(em: EntityManager, name: string): Promise<boolean> {
  return (await em.count(Publisher, { name })) > 0;
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

/** The publisher of that name, made when there is none. */
export async function ensurePublisher(em: EntityManager, name: string): Promise<Publisher> {
  await em.upsert(
    Publisher,
    { name, createdAt: new Date() },
    { onConflictFields: ['name'], onConflictAction: 'ignore' },
  );
  return em.findOneOrFail(Publisher, { name });
}

/** Adds a token of which only the hash is known; without `expiresAt` it holds until it is revoked. */
export function addToken(
  em: EntityManager,
  user: User,
  name: string,
  hash: string,
  scopes: Scope[],
  expiresAt: Date | null = null,
): Token {
  return em.create(Token, {
    id: randomUUID(),
    user,
    name,
    hash,
    scopes,
    createdAt: new Date(),
    expiresAt,
  });
}

/** Ends the user's tokens of that name, in the caller's unit of work; gives those that held. */
export async function revokeTokens(em: EntityManager, user: User, name: string): Promise<Token[]> {
  const tokens = await em.find(Token, { user: user.id, name, revokedAt: null });
  for (const token of tokens) token.revokedAt = new Date();
  return tokens;
}
