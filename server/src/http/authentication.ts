import type { RequestHandler, Response } from 'express';
import type { Orm } from '../database/orm.ts';
import type { AccountService } from '../features/accounts/account.service.ts';
import type { Actor } from '../features/accounts/actor.ts';

const actors = new WeakMap<object, Actor>();

/** Finds out who makes each request; a token that does not hold is refused before anything else is done. */
export function authenticate(orm: Orm, accounts: AccountService): RequestHandler {
  return async (request, response, next) => {
    actors.set(response, await accounts.authenticate(orm.em.fork(), request.headers.authorization));
    next();
  };
}

/** Who made the request of this answer. */
export function actorOf(response: Response): Actor {
  const actor = actors.get(response);
  if (actor === undefined)
    throw new Error('nobody asked who the caller is: authenticate() comes first');
  return actor;
}
