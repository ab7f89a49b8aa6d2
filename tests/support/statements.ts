import type { Orm } from '@skill-marketplace/server/database';

/** A statement as PostgreSQL gets it. */
export interface Statement {
  sql: string;
  parameters: readonly unknown[];
}

/** Hears what a pool's connections send. */
export interface StatementLog {
  /** The statements that are sent while the call runs, in order; without what begins and ends transactions. */
  during(call: () => Promise<unknown>): Promise<Statement[]>;
}

/** As much of a connection of `pg` as is listened to. */
interface Connection {
  query(sql: unknown, parameters?: unknown, ...rest: unknown[]): unknown;
}

const FRAME = /^(begin|start transaction|commit|rollback|savepoint|release|set) ?/i;

/** Listens to every connection that the pool hands out from now on; what is sent is not changed. */
export async function listenToStatements(orm: Orm): Promise<StatementLog> {
  let heard: Statement[] = [];
  const known = new WeakSet<Connection>();
  const pool = await orm.em.getDriver().getConnection().getNativeClient();
  pool.on('acquire', (connection: Connection) => {
    if (known.has(connection)) return;
    known.add(connection);
    const send = connection.query.bind(connection);
    connection.query = (sql, parameters, ...rest) => {
      if (typeof sql === 'string' && !FRAME.test(sql)) {
        heard.push({ sql, parameters: Array.isArray(parameters) ? [...parameters] : [] });
      }
      return send(sql, parameters, ...rest);
    };
  });
  return {
    async during(call) {
      heard = [];
      await call();
      const sent = heard;
      // What is sent between two calls belongs to neither.
      heard = [];
      return sent;
    },
  };
}
