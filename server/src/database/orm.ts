import { Migrator } from '@mikro-orm/migrations';
import { MikroORM, type EntityManager } from '@mikro-orm/postgresql';
import type { Dialect } from 'kysely';
import { endCancelledQuietly } from './cancelledStatements.ts';
import { ENTITIES } from './entities.ts';
import { Migration0001 } from './migrations/Migration0001.ts';
import { Migration0002 } from './migrations/Migration0002.ts';
import { Migration0003 } from './migrations/Migration0003.ts';
import { Migration0004 } from './migrations/Migration0004.ts';
import { Migration0005 } from './migrations/Migration0005.ts';
import { Migration0006 } from './migrations/Migration0006.ts';
import { Migration0007 } from './migrations/Migration0007.ts';
import { Migration0008 } from './migrations/Migration0008.ts';
import { Migration0009 } from './migrations/Migration0009.ts';

/** The unit of work that a request's queries go through. */
export type { EntityManager };
export type Orm = MikroORM;

/** Where the database is: a URL, or the socket folder of the embedded server. */
export type DatabaseAddress =
  | { url: string }
  | { host: string; port: number; user: string; database: string };

/** Clients that are served at once; more wait. */
const POOL_SIZE = 10;

/** Opens the pool, or goes through that driver; connects only when it is used. */
export function openOrm(address: DatabaseAddress, driver?: Dialect): Promise<Orm> {
  return MikroORM.init({
    entities: ENTITIES,
    ...('url' in address
      ? { clientUrl: address.url }
      : { host: address.host, port: address.port, user: address.user, dbName: address.database }),
    extensions: [Migrator],
    migrations: {
      migrationsList: [
        { name: 'Migration0001', class: Migration0001 },
        { name: 'Migration0002', class: Migration0002 },
        { name: 'Migration0003', class: Migration0003 },
        { name: 'Migration0004', class: Migration0004 },
        { name: 'Migration0005', class: Migration0005 },
        { name: 'Migration0006', class: Migration0006 },
        { name: 'Migration0007', class: Migration0007 },
        { name: 'Migration0008', class: Migration0008 },
        { name: 'Migration0009', class: Migration0009 },
      ],
      snapshot: false,
      emit: 'ts',
    },
    // SQL functions belong to the migrations, not to the entities.
    schemaGenerator: { ignoreRoutines: true },
    pool: { min: 0, max: POOL_SIZE },
    onCreateConnection: endCancelledQuietly,
    // A database that is not there is a mistake in its name.
    ensureDatabase: false,
    driverOptions: driver ?? {
      application_name: `skill-marketplace ${process.pid}`,
      // MikroORM takes a URL apart and drops its parameters (`sslmode`, `host`); pg reads them all.
      ...('url' in address ? { connectionString: address.url } : {}),
    },
    forceUtcTimezone: true,
    // Nothing is logged from here: pino has the log, and statements may hold people's text.
    logger: () => {},
  });
}
