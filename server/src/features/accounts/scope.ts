import type { EntityManager } from '../../database/orm.ts';
import { signedOut } from '../../errors/failures.ts';
import type { Actor } from './actor.ts';

/** What one call works with: its own unit of work, who makes it, and its id in the log. */
export interface CallScope {
  em: EntityManager;
  actor: Actor;
  requestId: string;
  /** Ends when the caller goes away. */
  signal?: AbortSignal | undefined;
}

/** Id of the user who makes the call; `signed_out` for nobody. */
export function requireUser({ actor }: Pick<CallScope, 'actor'>): string {
  if (actor.user === null) throw signedOut();
  return actor.user.id;
}
