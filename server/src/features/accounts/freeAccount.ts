import { randomBytes } from 'node:crypto';
import type { Role } from '@skill-marketplace/shared/contracts';
import type { EntityManager } from '../../database/orm.ts';
import type { User } from './user.entity.ts';
import { findUser, insertUser } from './user.repository.ts';

/** How many of one name are told apart by a number. */
const NUMBERED = 20;

/** Makes an account of that name, or of one beside it: a name that is taken, in whatever case, is somebody else's. */
export async function addFreeAccount(
  em: EntityManager,
  base: string,
  roles: readonly Role[],
): Promise<User> {
  const name = await takeFreeName(em, base, roles);
  const user = await findUser(em, name);
  if (user === null) throw new Error('the account that was just made is not there');
  return user;
}

async function takeFreeName(
  em: EntityManager,
  base: string,
  roles: readonly Role[],
): Promise<string> {
  for (let number = 1; number <= NUMBERED; number += 1) {
    const name = number === 1 ? base : `${base}-${number}`;
    if (await insertUser(em, name, roles)) return name;
  }
  const name = `${base}-${randomBytes(4).toString('hex')}`;
  if (await insertUser(em, name, roles)) return name;
  throw new Error('no name was free for an account');
}
