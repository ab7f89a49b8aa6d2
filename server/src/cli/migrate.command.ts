import { Command } from 'commander';
import { withMarketplace } from './withMarketplace.ts';

/** `migrate`: brings the database up to date without serving. */
export function migrateCommand(): Command {
  return new Command('migrate').description('Bring the database up to date.').action(async () => {
    // Opening does it; so does every start of the server.
    await withMarketplace(async () => {});
    process.stdout.write('The database is up to date.\n');
  });
}
