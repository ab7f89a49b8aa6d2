import { sql, type RawBuilder } from 'kysely';
import type { Actor } from '../accounts/actor.ts';
import { seesAllHeld } from '../policy/can.ts';

/** The rows that the caller may see at all. */
export function visibleTo(actor: Actor): RawBuilder<boolean> {
  if (seesAllHeld(actor)) return sql`true`;
  if (actor.publishers.length === 0 || !actor.scopes.includes('publish'))
    return sql`s.status = 'active'`;
  return sql`(s.status = 'active' or s.publisher = any(${[...actor.publishers]}))`;
}
