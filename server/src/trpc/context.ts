import type { AccessRules } from '../features/policy/can.ts';
import type { RateLimits } from '../features/policy/rateLimits.ts';
import type { Actor } from '../features/accounts/actor.ts';
import type { CallScope } from '../features/accounts/scope.ts';
import type { Turns } from './turns.ts';
import type { Services } from '../compose.ts';

/** What every procedure is called with. */
export interface Context extends CallScope {
  services: Services;
  rules: AccessRules;
  /** The network that the call comes from, for counting. */
  address: string;
  /** Left out where nothing is limited. */
  limits: RateLimits | undefined;
  /** What waits for whoever imports; left out where nothing else is going on. */
  turns?: Turns | undefined;
  /** Who calls by now, asked again once the input has come in; left out where nobody takes their time. */
  actorByNow?: (() => Promise<Actor>) | undefined;
}
