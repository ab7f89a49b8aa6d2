import type { AbortableQueryOptions } from 'kysely';
import type { EntityManager } from '../../database/orm.ts';

// MikroORM gives a fork's signal to its own statements, and not to those of `getKysely()`.
const OPTIONS = new WeakMap<EntityManager, AbortableQueryOptions>();

/** A unit of work whose statements PostgreSQL ends when the signal comes; those of Kysely take `abortOf` as well. */
export function abortable(em: EntityManager, signal: AbortSignal): EntityManager {
  const options = { signal, inflightQueryAbortStrategy: 'cancel query' } as const;
  const fork = em.fork(options);
  OPTIONS.set(fork, options);
  return fork;
}

/** What a statement of `em.getKysely()` is executed with, so that it ends with the unit of work. */
export function abortOf(em: EntityManager): AbortableQueryOptions | undefined {
  return OPTIONS.get(em);
}
