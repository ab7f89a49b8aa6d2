import type { Logger } from 'pino';
import type { Orm } from '../database/orm.ts';

/** What of the log jobs use. */
export type JobLogger = Pick<Logger, 'info' | 'warn' | 'error'>;

/** What a job works with. */
export interface JobScope {
  orm: Orm;
  logger: JobLogger;
  /** Ends when the server stops and waits no longer, or the job has taken too long: leave off at the next step. */
  signal: AbortSignal;
}

/** A kind of durable work: kept in the database, done by one server at a time, tried again when it fails. */
export interface Queue {
  /** Never reused for other work, since jobs outlive the server that made them. */
  name: string;
  /** When it is due by itself: five fields of cron, in UTC. */
  cron: string;
  /** How often a failed job is tried again, and seconds before the first time; each further one waits longer. */
  retries: { limit: number; delaySeconds: number };
  /** Seconds after which a job counts as lost, as when its server was killed, and is tried again. */
  expireSeconds: number;
  /** Does the work; harmless when done twice, or broken off and done again. */
  run(scope: JobScope): Promise<void>;
}
