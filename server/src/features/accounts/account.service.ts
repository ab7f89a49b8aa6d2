import type { WhoAmI } from '@skill-marketplace/shared/contracts';
import type { EntityManager } from '../../database/orm.ts';
import { signedOut } from '../../errors/failures.ts';
import { actorByTokenHash } from './account.repository.ts';
import { ANONYMOUS, type Actor } from './actor.ts';
import type { CallScope } from './scope.ts';
import { bearerToken, hashToken } from './token.ts';

/** Tells who makes a call. */
export class AccountService {
  /** The actor of an `Authorization` header; anonymous without one, `signed_out` for a token that does not hold. */
  async authenticate(em: EntityManager, header: string | undefined): Promise<Actor> {
    const actor = await this.find(em, header);
    if (actor === null)
      throw signedOut('This token is unknown, expired or revoked: sign in again.');
    return actor;
  }

  /** As `authenticate`, with `null` for a token that does not hold. */
  async find(em: EntityManager, header: string | undefined): Promise<Actor | null> {
    if (header === undefined || header === '') return ANONYMOUS;
    const token = bearerToken(header);
    return token === undefined ? null : actorByTokenHash(em, hashToken(token));
  }

  whoAmI({ actor }: CallScope): WhoAmI {
    return {
      user: actor.user,
      roles: [...actor.roles],
      scopes: [...actor.scopes],
      publishers: actor.publishers.map((name) => ({ name })),
    };
  }
}
