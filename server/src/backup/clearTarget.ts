import type { ClientBase } from 'pg';
import type { Orm } from '../database/orm.ts';
import { codeOf } from '../database/refusal.ts';
import { inDigits } from '../errors/inDigits.ts';
import { StartupFailure } from '../errors/startupFailure.ts';
import { dropSchema, hasOtherUsers, holdingsOf, tableNamesOf } from './target.repository.ts';
import { instanceIdOf } from './schema.repository.ts';

/** PostgreSQL's code for a lock that somebody else holds. */
const LOCK_NOT_AVAILABLE = '55P03';

const INSTEAD = 'restore into a DATA_DIR or a database of its own';

/**
 * Empties a database in the caller's transaction for what is to be restored into it. Only what a first start
 * makes may be there (its identity and its owner): anything else is a `StartupFailure`, and stays.
 */
export async function clearTarget(client: ClientBase, orm: Orm): Promise<void> {
  if (await hasOtherUsers(client)) throw inUse();
  const names = await tableNamesOf(client);
  if (names.length === 0) return;
  const own = tablesOfProgram(orm);
  const foreign = names.find((name) => !own.has(name));
  if (foreign !== undefined) {
    throw new StartupFailure(
      `The database has a table ${foreign}, which is not this marketplace's: ${INSTEAD}.`,
    );
  }
  await requireEmpty(client, names);
  await dropSchema(client);
}

async function requireEmpty(client: ClientBase, names: readonly string[]): Promise<void> {
  if (!names.includes('instance')) return;
  await client.query(`set local lock_timeout = '10s'`);
  const holdings = await holdingsOf(client).catch((error: unknown) => {
    throw codeOf(error) === LOCK_NOT_AVAILABLE ? inUse(error) : error;
  });
  const { skills, users, publishers } = holdings;
  const has =
    (skills > 0 ? counted(skills, 'skill') : undefined) ??
    (users > 1 ? counted(users, 'account') : undefined) ??
    (publishers > 1 ? counted(publishers, 'publisher') : undefined);
  if (has === undefined) return;
  const instanceId = await instanceIdOf(client);
  throw new StartupFailure(
    `There is a marketplace already (${instanceId ?? 'without an identity'}), and it has ${has}: ${INSTEAD}.`,
  );
}

function counted(number: number, what: string): string {
  return `${inDigits(number)} ${what}${number === 1 ? '' : 's'}`;
}

/** Names of all tables that migrations make. */
function tablesOfProgram(orm: Orm): Set<string> {
  const entities = [...orm.getMetadata().getAll().values()].map(({ tableName }) => tableName);
  return new Set([...entities, 'mikro_orm_migrations']);
}

function inUse(cause?: unknown): StartupFailure {
  return new StartupFailure('A server or a command uses that database: stop it first.', { cause });
}
