import { compose, type Services } from '../compose.ts';
import { readConfig, type Config } from '../config.ts';
import { prepareDataDirectory } from '../dataDirectory.ts';
import { migrate } from '../database/migrate.ts';
import { openDatabase } from '../database/open.ts';
import type { Orm } from '../database/orm.ts';
import type { Actor } from '../features/accounts/actor.ts';
import type { CallScope } from '../features/accounts/scope.ts';
import { ensureOwner } from '../features/accounts/owner.ts';
import type { HousePolicy } from '../features/policy/housePolicy.ts';
import { rulesForCommand } from '../features/policy/rulesInForce.ts';
import { ensureIdentity, isNewMarketplace } from '../features/instance/instance.repository.ts';

/** What a command works with: the same database as the server, as its owner. */
export interface CommandScope {
  config: Config;
  orm: Orm;
  /** The owner's account; only a server makes tokens for it. */
  owner: Actor;
  /** Calls as the owner. */
  scope: CallScope;
  services: Services;
  /** The rules in force. */
  housePolicy: HousePolicy;
}

/**
 * Opens the database, brings it up to date, does the work and closes it again; says which one, and
 * whether it is new, unless `quiet`.
 */
export async function withMarketplace<T>(
  work: (scope: CommandScope) => Promise<T>,
  options: { quiet: boolean } = { quiet: false },
): Promise<T> {
  const config = readConfig();
  prepareDataDirectory(config.dataDirectory);
  if (!options.quiet) process.stderr.write(`Using the marketplace of ${nameOf(config)}.\n`);
  const database = await openDatabase(config);
  try {
    const { orm } = database;
    await migrate(orm);
    if (!options.quiet && (await isNewMarketplace(orm.em.fork()))) {
      process.stderr.write('There was none before: a new marketplace was made there.\n');
    }
    const identity = await ensureIdentity(orm.em.fork());
    const housePolicy = await rulesForCommand(orm.em.fork(), config);
    const owner = await ensureOwner(orm, config.boundToLoopback, config.bootstrapTokenFile);
    const scope = { em: orm.em.fork(), actor: owner, requestId: `command line ${process.pid}` };
    // Nothing on the command line tells anybody the server's address.
    const { services } = compose({ ...config, housePolicy }, identity, () => '');
    return await work({ config, orm, owner, scope, services, housePolicy });
  } finally {
    await database.close();
  }
}

/** The data directory, or host and name of the database; never its password. */
export function nameOf({ databaseUrl, dataDirectory }: Config): string {
  if (databaseUrl === undefined) return dataDirectory;
  const { host, pathname } = new URL(databaseUrl);
  return `the database ${host}${pathname}`;
}
