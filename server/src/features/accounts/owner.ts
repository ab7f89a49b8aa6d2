import { existsSync, readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { Credentials, type Scope } from '@skill-marketplace/shared/contracts';
import type { EntityManager } from '../../database/orm.ts';
import {
  actorByTokenHash,
  addToken,
  ensurePublisher,
  ensureUser,
  revokeTokens,
} from './account.repository.ts';
import type { Actor } from './actor.ts';
import { hashToken, newToken } from './token.ts';

/** The owner's publisher, on servers that only this machine reaches. */
const OWN_PUBLISHER = 'local';
const OWNER_TOKEN = 'owner';
const OWNER_SCOPES: Scope[] = [
  'read',
  'rate',
  'install',
  'publish',
  'moderate',
  'admin',
  'delegate',
];

/** The owner with a token that holds. */
export interface Owner {
  actor: Actor;
  user: string;
  token: string;
}

/**
 * Makes the owner's account at the first start. The token of an earlier start, from the credentials file, is
 * kept when it still holds in this database; otherwise a fresh one replaces it.
 */
export async function ensureOwner(
  em: EntityManager,
  credentialsFile: string,
  loopbackOnly: boolean,
): Promise<Owner> {
  const kept = savedToken(credentialsFile);
  const keptActor = kept === undefined ? null : await actorByTokenHash(em, hashToken(kept));
  if (kept !== undefined && keptActor?.user && keptActor.roles.includes('admin')) {
    return { actor: keptActor, user: keptActor.user.name, token: kept };
  }
  const token = newToken();
  const name = await em.transactional(async (inner) => {
    const user = await ensureUser(inner, ownerName(), ['member', 'admin']);
    await inner.flush();
    await revokeTokens(inner, user, OWNER_TOKEN);
    addToken(inner, user, OWNER_TOKEN, hashToken(token), OWNER_SCOPES);
    if (loopbackOnly) (await ensurePublisher(inner, OWN_PUBLISHER)).members.add(user);
    return user.name;
  });
  const actor = await actorByTokenHash(em, hashToken(token));
  if (actor === null) throw new Error('the owner token that was just stored does not hold');
  return { actor, user: name, token };
}

function savedToken(file: string): string | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return Credentials.parse(JSON.parse(readFileSync(file, 'utf8'))).token;
  } catch {
    // Half a file, or another version's: a fresh token replaces it.
    return undefined;
  }
}

function ownerName(): string {
  try {
    return userInfo().username;
  } catch {
    // A user id without an entry in the system's list, as in some containers.
    return 'owner';
  }
}
