import type { EntityManager, Orm } from './orm.ts';

/** What a lock is taken for; the number is the key in the database. */
const LOCKS = { migrate: 1, ingest: 2, owner: 3, serve: 4, accounts: 5 } as const;

/** The class of our advisory locks, so that another program's on the same database do not meet ours. */
const LOCK_CLASS = 482_001;

/** The class of locks on names, of which there are many. */
const NAME_LOCK_CLASS = 482_002;

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

/**
 * Takes the lock until the function it gives is called, or the process dies; `undefined` when somebody else
 * holds it. It stands in a transaction of its own, which keeps no snapshot and so holds nothing up.
 */
export async function takeAdvisoryLock(
  orm: Orm,
  lock: keyof typeof LOCKS,
): Promise<(() => Promise<void>) | undefined> {
  const connection = orm.em.getConnection();
  const transaction = await connection.begin();
  const release = () => connection.rollback(transaction);
  const [row] = await connection.execute<{ taken: boolean }[]>(
    'select pg_try_advisory_xact_lock(?, ?) as taken',
    [LOCK_CLASS, LOCKS[lock]],
    'all',
    transaction,
  );
  if (row?.taken === true) return release;
  await release();
  return undefined;
}

/**
 * Holds a lock until the caller's transaction ends: `shared` with others who share it, `alone` with nobody.
 * It needs no connection beside the transaction's, which it holds while it waits: callers limit how many wait.
 */
export async function lockInTransaction(
  em: EntityManager,
  lock: keyof typeof LOCKS,
  mode: 'shared' | 'alone',
): Promise<void> {
  const take = mode === 'shared' ? 'pg_advisory_xact_lock_shared' : 'pg_advisory_xact_lock';
  await em.execute(`select ${take}(?, ?)`, [LOCK_CLASS, LOCKS[lock]]);
}

/** Holds the lock of one name until the caller's transaction ends; two names may now and then share one. */
export async function lockNameInTransaction(em: EntityManager, name: string): Promise<void> {
  await em.execute('select pg_advisory_xact_lock(?, hashtext(?))', [NAME_LOCK_CLASS, name]);
}
