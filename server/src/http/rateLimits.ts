import type { Request, RequestHandler } from 'express';
import { DomainError } from '../errors/domainError.ts';
import type { Actor } from '../features/accounts/actor.ts';
import type { RateLimits } from '../features/policy/rateLimits.ts';
import { actorOf } from './authentication.ts';
import { clientAddress } from './clientAddress.ts';
import { sendFailure } from './failure.ts';
import { MAX_BATCH_SIZE } from './trpc.ts';

/**
 * Slows an address down that asks too much of this server, before anything is looked up; each call of a batch
 * counts. Whoever has signed in goes on, whatever others at that address do: they are counted by account.
 */
export function limitRates(
  limits: RateLimits,
  find: (request: Request) => Promise<Actor | null>,
): RequestHandler {
  return async (request, response, next) => {
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    const limit = isRead ? 'readByAddress' : 'changeByAddress';
    const calls = callsOf(request);
    try {
      await limits.count(limit, clientAddress(request), calls);
    } catch (refusal) {
      if (!(refusal instanceof DomainError)) throw refusal;
      // Asked only now: most requests never come near the limit, and the look-up costs a query.
      const actor = await find(request);
      if (actor === null || actor.user === null) {
        sendFailure(response, refusal);
        return;
      }
      await limits.countCall(actor, 'request', calls);
    }
    next();
  };
}

/** Counts what is no procedure as a read of the account. */
export function countReads(limits: RateLimits | undefined): RequestHandler {
  return async (_request, response, next) => {
    await limits?.countCall(actorOf(response), 'read');
    next();
  };
}

/** The commas of a batch may be escaped, and its path be spelt otherwise; one that is too large is one call too many. */
function callsOf({ path }: Request): number {
  return Math.min(path.split(/,|%2c/i).length, MAX_BATCH_SIZE + 1);
}
