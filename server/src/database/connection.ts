import { PostgresDialect, type PostgresPoolClient } from 'kysely';
import { Client } from 'pg';
import { openOrm, type DatabaseAddress, type Orm } from './orm.ts';

/** One connection beside the pool, for streams of rows; closing it breaks off what still runs. */
export interface Connection extends AsyncDisposable {
  client: Client;
}

/** A connection that an ORM goes through as well, so that its statements and streams are one transaction. */
export interface SharedConnection extends Connection {
  orm: Orm;
}

/**
 * Connects; `purpose` is what the database's list of connections says of it. With `patienceMs` neither connecting nor
 * a statement takes longer: it fails then.
 */
export async function connect(
  address: DatabaseAddress,
  purpose: string,
  patienceMs?: number,
): Promise<Connection> {
  const client = new Client({
    ...('url' in address ? { connectionString: address.url } : address),
    application_name: `skill-marketplace ${purpose} ${process.pid}`,
    ...(patienceMs === undefined
      ? {}
      : { connectionTimeoutMillis: patienceMs, query_timeout: patienceMs }),
  });
  // The statement that meets it rejects; without a listener it would end the process.
  client.on('error', () => {});
  await client.connect();
  return { client, [Symbol.asyncDispose]: () => client.end() };
}

/** Connects, and opens an ORM that has no other connection than this one. */
export async function connectWithOrm(
  address: DatabaseAddress,
  purpose: string,
): Promise<SharedConnection> {
  await using stack = new AsyncDisposableStack();
  const { client } = stack.use(await connect(address, purpose));
  const held: PostgresPoolClient = {
    query: client.query.bind(client),
    release: () => {},
  };
  const pool = { options: {}, connect: async () => held, end: async () => {} };
  const orm = await openOrm(address, new PostgresDialect({ pool }));
  stack.defer(() => orm.close(true));
  const open = stack.move();
  return { client, orm, [Symbol.asyncDispose]: () => open.disposeAsync() };
}
