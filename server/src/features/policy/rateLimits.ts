import { RateLimiterMemory, RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible';
import type { Orm } from '../../database/orm.ts';
import { rateLimited } from '../../errors/failures.ts';
import type { Actor } from '../accounts/actor.ts';
import type { Limit } from './rateLimit.repository.ts';
import { sharedLimiter } from './rateLimit.repository.ts';

/** Calls that one address may make of one server; they keep that server's load in bounds. */
const PER_SERVER = {
  readByAddress: { points: 600, duration: 60 },
  changeByAddress: { points: 120, duration: 60 },
  readByAccount: { points: 600, duration: 60 },
  /** Requests of one account from addresses that have none left, refused ones too: what its reads and changes come to. */
  requestByAccount: { points: 720, duration: 60 },
} satisfies Record<string, Limit>;

/** What is counted over all servers of the database. */
const SHARED = {
  /** Secrets that do not hold, from one address: tokens, and those of sign-ins that nobody began. */
  signIn: { points: 20, duration: 300 },
  /** Sign-ins through a provider that one address begins; an office may share it. */
  signInStart: { points: 20, duration: 300 },
  changeByAccount: { points: 120, duration: 60 },
  ratingByAccount: { points: 30, duration: 60 },
  publishingByAccount: { points: 60, duration: 60 },
} satisfies Record<string, Limit>;

/** What a refusal calls the things of which there were too many. */
const WORDS: Record<LimitName, string> = {
  readByAddress: 'requests',
  changeByAddress: 'requests',
  readByAccount: 'requests',
  requestByAccount: 'requests',
  signIn: 'attempts to sign in',
  signInStart: 'attempts to sign in',
  changeByAccount: 'changes',
  ratingByAccount: 'ratings',
  publishingByAccount: 'skills published',
};

/** Every limit there is. */
export type LimitName = keyof typeof PER_SERVER | keyof typeof SHARED;

/** The kinds of calls of one account, as the table of procedures names them. */
export type CallLimit = 'read' | 'change' | 'rating' | 'publishing';

/** Counts what addresses and accounts do, and refuses what is too much. */
export class RateLimits {
  readonly #limiters: Record<LimitName, RateLimiterAbstract>;
  readonly #isSpared: (actor: Actor) => boolean;

  /** `isSpared` names those who are not limited: the owner of a server that only this machine reaches. */
  constructor(orm: Orm, isSpared: (actor: Actor) => boolean) {
    this.#isSpared = isSpared;
    this.#limiters = {
      readByAddress: new RateLimiterMemory(PER_SERVER.readByAddress),
      changeByAddress: new RateLimiterMemory(PER_SERVER.changeByAddress),
      readByAccount: new RateLimiterMemory(PER_SERVER.readByAccount),
      requestByAccount: new RateLimiterMemory(PER_SERVER.requestByAccount),
      signIn: sharedLimiter(orm, 'signIn', SHARED.signIn),
      signInStart: sharedLimiter(orm, 'signInStart', SHARED.signInStart),
      changeByAccount: sharedLimiter(orm, 'change', SHARED.changeByAccount),
      ratingByAccount: sharedLimiter(orm, 'rating', SHARED.ratingByAccount),
      publishingByAccount: sharedLimiter(orm, 'publishing', SHARED.publishingByAccount),
    };
  }

  /** Counts; `rate_limited`, with the seconds to wait, when it was too much. */
  async count(limit: LimitName, key: string, points = 1): Promise<void> {
    try {
      await this.#limiters[limit].consume(key, points);
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      const seconds = Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
      throw rateLimited(WORDS[limit], seconds);
    }
  }

  /** Counts one call of somebody who has signed in; those who have not are counted by their address. */
  async countCall(actor: Actor, limit: CallLimit | 'request', points = 1): Promise<void> {
    if (actor.user === null || this.#isSpared(actor)) return;
    await this.count(`${limit}ByAccount`, actor.user.id, points);
  }
}
