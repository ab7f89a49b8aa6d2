import { PgBoss, type SendOptions } from 'pg-boss';
import type { DatabaseAddress, Orm } from '../database/orm.ts';
import { codeOf } from '../database/refusal.ts';
import { StartupFailure } from '../errors/startupFailure.ts';
import type { JobLogger, Queue } from './queue.ts';

/** Connections for looking after jobs; their work takes its own from the pool of requests. */
const POOL_SIZE = 2;

/** PostgreSQL's code for a right that is missing. */
const INSUFFICIENT_PRIVILEGE = '42501';

/** What jobs run on. */
export interface JobParts {
  address: DatabaseAddress;
  orm: Orm;
  queues: readonly Queue[];
  logger: JobLogger;
}

/** Durable work that is being looked after. */
export interface Jobs {
  /** Takes no further job and waits for the running ones, at most `graceMs` (and one second at least). */
  stop(graceMs: number): Promise<void>;
}

/**
 * Looks after the queues in the database's schema `pgboss`, which it makes. Each queue gets one job at once and
 * then by its schedule; of several that wait, by several servers or starts, one is kept. A database that is not
 * reachable later is logged and tried again.
 */
export async function startJobs({ address, orm, queues, logger }: JobParts): Promise<Jobs> {
  const boss = new PgBoss({
    ...('url' in address ? { connectionString: address.url } : address),
    schema: 'pgboss',
    max: POOL_SIZE,
    application_name: `skill-marketplace jobs ${process.pid}`,
    registerInstance: false,
  });
  boss.on('error', (error) => logger.warn({ err: asError(error) }, 'the jobs met an error'));
  boss.on('warning', ({ message, data }) => logger.warn({ data }, message));
  try {
    await boss.start();
    for (const queue of queues) await attend(boss, queue, orm, logger);
  } catch (cause) {
    await boss.stop({ graceful: false });
    if (codeOf(cause) !== INSUFFICIENT_PRIVILEGE) throw cause;
    throw new StartupFailure(
      'The user of DATABASE_URL may not make the schema pgboss: grant it CREATE on the database.',
      { cause },
    );
  }
  return { stop: (graceMs) => boss.stop({ timeout: graceMs }) };
}

async function attend(boss: PgBoss, queue: Queue, orm: Orm, logger: JobLogger): Promise<void> {
  const { name, cron, retries, expireSeconds } = queue;
  // With every job, since a queue keeps the settings that it was made with.
  const options: SendOptions = {
    retryLimit: retries.limit,
    retryDelay: retries.delaySeconds,
    retryBackoff: true,
    expireInSeconds: expireSeconds,
  };
  // `short`: while a job waits, another one is not added. One that a killed server has begun hinders nobody.
  await boss.createQueue(name, { policy: 'short' });
  await boss.schedule(name, cron, null, options);
  await boss.send(name, null, options);
  await boss.work(name, async (jobs) => {
    for (const { signal, retryCount } of jobs) {
      try {
        await queue.run({ orm, logger, signal });
      } catch (error) {
        // pg-boss notes a failure beside the job, where nobody looks.
        logger.error({ err: error, queue: name, attempt: retryCount + 1 }, 'a job failed');
        throw error;
      }
    }
  });
}

/** A failed worker tells its error as a plain object. */
function asError(error: Error): Error {
  return error instanceof Error ? error : Object.assign(new Error(), error);
}
