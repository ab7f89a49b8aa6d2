import { sql, type RawBuilder } from 'kysely';
import type { Actor } from '../accounts/actor.ts';
import { seesAll } from './can.ts';

/** The rows of `skills` as `s` that the caller may see at all. */
export function visibleTo(actor: Actor): RawBuilder<boolean> {
  if (seesAll(actor)) return sql`true`;
  const shown = sql<boolean>`(s.status = 'active' and ${isFor(actor)})`;
  if (actor.publishers.length === 0 || !actor.scopes.includes('publish')) return shown;
  return sql`(${shown} or s.publisher = any(${[...actor.publishers]}))`;
}

/** The rows of `skills` as `s` that are not kept from the caller, whatever their state. */
export function isFor(actor: Actor): RawBuilder<boolean> {
  if (seesAll(actor)) return sql`true`;
  if (actor.publishers.length === 0) return sql`not s.members_only`;
  return sql`(not s.members_only or s.publisher = any(${[...actor.publishers]}))`;
}

/** Under which publishers the caller knows words that are not for everyone; `undefined`: under all. */
export function knowsWordsOf(actor: Actor): readonly string[] | undefined {
  return seesAll(actor) ? undefined : actor.publishers;
}
