export { ensurePostgres, type EmbeddedPostgres } from './embedded/supervisor.ts';
export { migrate } from './migrate.ts';
export { openDatabase, type Database } from './open.ts';
export { openOrm, type DatabaseAddress, type EntityManager, type Orm } from './orm.ts';
