import type { DatabaseConnection } from 'kysely';
import { codeOf } from './refusal.ts';

/** PostgreSQL's code for a statement that was ended on demand. */
const QUERY_CANCELED = '57014';

/**
 * Lets statements of a connection end quietly when they were cancelled because nobody waits any
 * more: Kysely has told the caller by then, and writes of each such end on stderr, past every log.
 * Any other end stays an error.
 */
export function endCancelledQuietly(connection: unknown): Promise<void> {
  if (isConnection(connection)) quieten(connection);
  return Promise.resolve();
}

function quieten(connection: DatabaseConnection): void {
  const execute = connection.executeQuery.bind(connection);
  const cancel = connection.cancelQuery?.bind(connection);
  let isRunning = false;
  connection.executeQuery = async (query, options) => {
    isRunning = true;
    try {
      return await execute(query, options);
    } catch (error) {
      if (options?.signal?.aborted === true && codeOf(error) === QUERY_CANCELED) {
        return { rows: [] };
      }
      throw error;
    } finally {
      isRunning = false;
    }
  };
  if (cancel === undefined) return;
  connection.cancelQuery = async (controlConnectionProvider) => {
    try {
      await cancel(controlConnectionProvider);
    } catch (error) {
      // Kysely stumbles over a statement that ended while it connected to cancel it.
      if (isRunning) throw error;
    }
  };
}

function isConnection(value: unknown): value is DatabaseConnection {
  return (
    typeof value === 'object' &&
    value !== null &&
    'executeQuery' in value &&
    typeof value.executeQuery === 'function'
  );
}
