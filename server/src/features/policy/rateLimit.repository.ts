import { CompiledQuery, sql } from 'kysely';
import { RateLimiterPostgres } from 'rate-limiter-flexible';
import type { EntityManager, Orm } from '../../database/orm.ts';

/** How much of something is allowed in how many seconds. */
export interface Limit {
  points: number;
  duration: number;
}

/** What rate-limiter-flexible asks of its store, named as `pg` names it. */
interface Statement {
  text: string;
  values: unknown[];
}

/**
 * A limit that all servers of one database count together, one statement a count. Who has used it up is known
 * in memory until its window ends, and costs nothing more.
 */
export function sharedLimiter(orm: Orm, name: string, limit: Limit): RateLimiterPostgres {
  const storeClient = {
    query: ({ text, values }: Statement) =>
      orm.em.fork().getKysely().executeQuery(CompiledQuery.raw(text, values)),
  };
  return new RateLimiterPostgres({
    ...limit,
    storeClient,
    storeType: 'client',
    keyPrefix: name,
    tableName: 'rate_limits',
    // A migration has made it, and a job clears it.
    tableCreated: true,
    clearExpiredByTimeout: false,
    inMemoryBlockOnConsumed: limit.points,
  });
}

/** Removes counts whose window has ended. */
export async function deleteEndedCounts(em: EntityManager): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from rate_limits where expire < ${Date.now()}`.execute(em.getKysely());
  return Number(numAffectedRows ?? 0n);
}
