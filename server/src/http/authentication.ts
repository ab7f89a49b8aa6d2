import type { RequestHandler, Response } from 'express';
import type { Orm } from '../database/orm.ts';
import type { DomainError } from '../errors/domainError.ts';
import { signedOut } from '../errors/failures.ts';
import type { SessionService } from '../features/accounts/session.service.ts';
import type { Actor } from '../features/accounts/actor.ts';
import type { RateLimits } from '../features/policy/rateLimits.ts';
import { clientAddress } from './clientAddress.ts';

/** Who makes a request, and when (by `performance.now()`) that was looked up. */
interface Known {
  actor: Actor;
  since: number;
}

const known = new WeakMap<object, Known>();

/** From then on who calls is looked up again before anything is changed: they may have lost rights meanwhile. */
const STALE_AFTER_MS = 1000;

/**
 * Finds out who makes each request; a token that does not hold is refused before anything else is done. Those
 * are counted by address, and only those: whoever shares an address with a guesser still comes in.
 */
export function authenticate(
  orm: Orm,
  sessions: SessionService,
  limits: RateLimits | undefined,
): RequestHandler {
  return async (request, response, next) => {
    const actor = await sessions.find(orm.em.fork(), request.headers.authorization);
    if (actor === null) {
      await limits?.count('signIn', clientAddress(request));
      throw tokenEnded();
    }
    known.set(response, { actor, since: performance.now() });
    next();
  };
}

/**
 * Who makes the request by now. A client takes its time over a body, or waits for its turn, with a token that was
 * good when it began; `signed_out` when it does not hold any more.
 */
export async function actorByNow(
  orm: Orm,
  sessions: SessionService,
  response: Response,
): Promise<Actor> {
  const { actor, since } = knownOf(response);
  if (performance.now() - since < STALE_AFTER_MS) return actor;
  const found = await sessions.find(orm.em.fork(), response.req.headers.authorization);
  if (found === null) throw tokenEnded();
  return found;
}

/** Who made the request of this answer. */
export function actorOf(response: Response): Actor {
  return knownOf(response).actor;
}

function knownOf(response: Response): Known {
  const found = known.get(response);
  if (found === undefined)
    throw new Error('nobody asked who the caller is: authenticate() comes first');
  return found;
}

function tokenEnded(): DomainError {
  return signedOut(
    'This token is unknown, expired or revoked, or its account is disabled: sign in again.',
  );
}
