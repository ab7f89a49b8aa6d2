import type { Orm } from './orm.ts';
import { withAdvisoryLock } from './advisoryLock.ts';

/** Brings the schema up to date; servers that start at once do it one after the other. Gives the names applied. */
export function migrate(orm: Orm): Promise<string[]> {
  // MikroORM's migrator takes no lock of its own.
  return withAdvisoryLock(orm, 'migrate', async () => {
    const applied = await orm.migrator.up();
    return applied.map(({ name }) => name);
  });
}
