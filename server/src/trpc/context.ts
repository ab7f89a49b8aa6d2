import type { AccessRules } from '../features/policy/can.ts';
import type { CallScope } from '../features/accounts/scope.ts';
import type { Services } from '../compose.ts';

/** What every procedure is called with. */
export interface Context extends CallScope {
  services: Services;
  rules: AccessRules;
}
