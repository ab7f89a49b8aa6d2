import type { WhoAmI } from '@skill-marketplace/shared/contracts';
import type { EntityManager } from '../../database/orm.ts';
import { ANONYMOUS, type Actor } from './actor.ts';
import type { CallScope } from './scope.ts';
import { bearerToken, hashToken } from './token.ts';
import { noteTokenUse } from './token.repository.ts';
import { holderOfToken } from './tokenHolder.repository.ts';

/** Tells who makes a call. */
export class SessionService {
  /** Tokens whose use is being noted. */
  readonly #noting = new Set<string>();

  /** The actor of an `Authorization` header; anonymous without one, `null` for a token that does not hold. */
  async find(em: EntityManager, header: string | undefined): Promise<Actor | null> {
    if (header === undefined || header === '') return ANONYMOUS;
    const token = bearerToken(header);
    const holder = token === undefined ? null : await holderOfToken(em, hashToken(token));
    if (holder === null) return null;
    const { actor, isUseDue } = holder;
    if (isUseDue && actor.token !== undefined) this.#noteUse(em.fork(), actor.token.id);
    return actor;
  }

  whoAmI({ actor }: CallScope): WhoAmI {
    return {
      user: actor.user,
      roles: [...actor.roles],
      scopes: [...actor.scopes],
      publishers: actor.publishers.map((name) => ({ name })),
    };
  }

  /** Beside the call, which does not wait for it. */
  #noteUse(em: EntityManager, id: string): void {
    if (this.#noting.has(id)) return;
    this.#noting.add(id);
    noteTokenUse(em, id)
      // Nothing depends on it, and the next use notes it again.
      .catch(() => {})
      .finally(() => this.#noting.delete(id));
  }
}
