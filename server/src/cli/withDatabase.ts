import { readConfig, type Config } from '../config.ts';
import { prepareDataDirectory } from '../dataDirectory.ts';
import { openDatabase, type Database } from '../database/open.ts';
import { nameOf } from './withMarketplace.ts';

/** What a command works with that takes the database as it is. */
export interface DatabaseScope {
  config: Config;
  database: Database;
}

/** Opens the database without bringing it up to date, does the work and closes it; says which one unless `quiet`. */
export async function withDatabase<T>(
  work: (scope: DatabaseScope) => Promise<T>,
  options: { quiet: boolean },
): Promise<T> {
  const config = readConfig();
  prepareDataDirectory(config.dataDirectory);
  if (!options.quiet) process.stderr.write(`Using the marketplace of ${nameOf(config)}.\n`);
  const database = await openDatabase(config);
  try {
    return await work({ config, database });
  } finally {
    await database.close();
  }
}
