import type { EntityManager } from '../../database/orm.ts';
import type { Actor } from './actor.ts';

/** What one call works with: its own unit of work, who makes it, and its id in the log. */
export interface CallScope {
  em: EntityManager;
  actor: Actor;
  requestId: string;
}
