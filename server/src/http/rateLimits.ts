import type { Request, RequestHandler } from 'express';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { DomainError } from '../errors/domainError.ts';
import { sendFailure } from './failure.ts';

/** Requests that one address may make in a minute: those that read, and those that change something. */
const PER_MINUTE = { read: 600, change: 120 } as const;

/** Slows an address down that asks too much; `isExempt` names the requests of the local owner. */
export function limitRates(isExempt: (request: Request) => Promise<boolean>): RequestHandler {
  const limiters = {
    read: new RateLimiterMemory({ points: PER_MINUTE.read, duration: 60 }),
    change: new RateLimiterMemory({ points: PER_MINUTE.change, duration: 60 }),
  };
  return async (request, response, next) => {
    const limiter =
      request.method === 'GET' || request.method === 'HEAD' ? limiters.read : limiters.change;
    try {
      await limiter.consume(request.ip ?? 'unknown');
      next();
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      // Asked only now: most requests never come near the limit, and the look-up costs a query.
      if (await isExempt(request)) {
        next();
        return;
      }
      const retryAfterSeconds = Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
      const message = `Too many requests: try again in ${retryAfterSeconds} seconds.`;
      sendFailure(response, new DomainError('rate_limited', message, { retryAfterSeconds }));
    }
  };
}
