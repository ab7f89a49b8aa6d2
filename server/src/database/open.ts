import type { Config } from '../config.ts';
import { StartupFailure } from '../errors/startupFailure.ts';
import { ensurePostgres } from './embedded/supervisor.ts';
import { openOrm, type DatabaseAddress, type Orm } from './orm.ts';
import { codeOf } from './refusal.ts';

/** An open database; closing it also lets go of the embedded server. */
export interface Database {
  orm: Orm;
  /** For what keeps connections of its own. */
  address: DatabaseAddress;
  /** Resolves with a sentence when the embedded server ended unasked; never for a database by URL. */
  lost: Promise<string>;
  close(): Promise<void>;
}

/** Major version: functions with SQL-standard bodies, and what the searches use. */
const OLDEST_POSTGRES = 15;

/** The database's name in the embedded cluster. */
const EMBEDDED_DATABASE = 'marketplace';

/** Opens the database that the configuration names, or the embedded one; a failure is a `StartupFailure`. */
export function openDatabase(
  config: Pick<Config, 'databaseUrl' | 'dataDirectory'>,
): Promise<Database> {
  return config.databaseUrl === undefined
    ? openEmbedded(config.dataDirectory)
    : openByUrl(config.databaseUrl);
}

async function openByUrl(url: string): Promise<Database> {
  const address = { url };
  const orm = await openOrm(address);
  const { hostname, port, pathname } = new URL(url);
  try {
    await requireVersion(orm);
  } catch (cause) {
    await orm.close(true);
    if (cause instanceof StartupFailure) throw cause;
    const where = `${hostname}${port === '' ? '' : `:${port}`}${pathname}`;
    throw new StartupFailure(
      `The database at ${where} cannot be reached (${reasonOf(cause)}): check DATABASE_URL and that PostgreSQL runs.`,
      { cause },
    );
  }
  return { orm, address, lost: new Promise(() => {}), close: () => orm.close(true) };
}

async function openEmbedded(dataDirectory: string): Promise<Database> {
  await using stack = new AsyncDisposableStack();
  const server = await ensurePostgres(dataDirectory);
  stack.defer(() => server.stop());
  const cluster = { host: server.host, port: server.port, user: server.user };
  await createDatabase(cluster);
  const address = { ...cluster, database: EMBEDDED_DATABASE };
  const orm = await openOrm(address);
  stack.defer(() => orm.close(true));
  const open = stack.move();
  return {
    orm,
    address,
    lost: server.ended.then(
      () =>
        `The embedded PostgreSQL ended unexpectedly; ${server.log} says why. Start again: no acknowledged change is lost.`,
    ),
    close: () => open.disposeAsync(),
  };
}

async function createDatabase(address: {
  host: string;
  port: number;
  user: string;
}): Promise<void> {
  const orm = await openOrm({ ...address, database: 'postgres' });
  try {
    const em = orm.em.fork();
    const found = await em.execute('select 1 from pg_database where datname = ?', [
      EMBEDDED_DATABASE,
    ]);
    if (found.length > 0) return;
    await em.execute(`create database ${EMBEDDED_DATABASE}`);
  } catch (error) {
    // Another first start made it between the look and the call (42P04, or 23505 on the catalogue).
    if (!['42P04', '23505'].includes(codeOf(error) ?? '')) throw error;
  } finally {
    await orm.close(true);
  }
}

/** A word or sentence for why PostgreSQL did not answer; never the URL, since it may hold a password. */
function reasonOf(error: unknown): string {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    const code = codeOf(at);
    if (code === 'ECONNREFUSED') return 'nothing listens there';
    if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'the host name is unknown';
    if (code === '28P01' || code === '28000') return 'it refuses the user or the password';
    if (code === '3D000') return 'there is no such database';
    if (code !== undefined) return code;
  }
  return 'no answer';
}

async function requireVersion(orm: Orm): Promise<void> {
  const [row] = await orm.em
    .fork()
    .execute<{ number: number; name: string }[]>(
      `select current_setting('server_version_num')::int as number, current_setting('server_version') as name`,
    );
  if (row !== undefined && row.number >= OLDEST_POSTGRES * 10_000) return;
  throw new StartupFailure(
    `The database is PostgreSQL ${row?.name ?? 'of no known version'}; Skill Marketplace needs ${OLDEST_POSTGRES} or later.`,
  );
}
