import type { Orm } from './orm.ts';

/** What a lock is taken for; the number is the key in the database. */
const LOCKS = { migrate: 1, import: 2 } as const;

/** The class of our advisory locks, so that another program's on the same database do not meet ours. */
const LOCK_CLASS = 482_001;

/** Does the work while nobody else does the same kind of work on this database; waits for its turn. */
export async function withAdvisoryLock<T>(
  orm: Orm,
  lock: keyof typeof LOCKS,
  work: () => Promise<T>,
): Promise<T> {
  // One transaction holds the lock on its own connection; the work takes other ones from the pool.
  return orm.em.fork().transactional(async (em) => {
    await em.execute('select pg_advisory_xact_lock(?, ?)', [LOCK_CLASS, LOCKS[lock]]);
    return work();
  });
}
