import assert from 'node:assert/strict';
import type { Role } from '@skill-marketplace/shared/contracts';
import type { EntityManager } from '../../server/src/database/orm.ts';
import type { User } from '../../server/src/features/accounts/user.entity.ts';
import { findUser, insertUser } from '../../server/src/features/accounts/user.repository.ts';

/** The user of that name, made with those roles when there is none. */
export async function ensureUser(em: EntityManager, name: string, roles: Role[]): Promise<User> {
  await insertUser(em, name, roles);
  return (await findUser(em, name)) ?? assert.fail(`${name} is not there`);
}
