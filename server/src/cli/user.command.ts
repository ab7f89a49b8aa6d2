import { Role } from '@skill-marketplace/shared/contracts';
import { Command } from 'commander';
import { StartupFailure } from '../errors/startupFailure.ts';
import { allPages } from './allPages.ts';
import { requireUserName } from './requireUserName.ts';
import { tableOf } from './table.ts';
import { withAdvice } from './withAdvice.ts';
import { withMarketplace } from './withMarketplace.ts';

/** `user create|roles|list`: who there is, and who reviews and administers. */
export function userCommand(): Command {
  return new Command('user')
    .description('Accounts and their roles: reviewers decide about versions, admins about all.')
    .addCommand(createCommand())
    .addCommand(rolesCommand())
    .addCommand(listCommand());
}

function createCommand(): Command {
  return new Command('create')
    .description('Make an account; it signs in with a token, which token create makes.')
    .argument('<name>')
    .option('--role <role...>', `beside member: ${Role.options.join(', ')}`)
    .action(async (name: string, { role = [] }: { role?: string[] }) => {
      const asked = { name: requireUserName(name), roles: rolesOf(role) };
      const { roles } = await withMarketplace(({ scope, services }) =>
        withAdvice(services.accounts.create(scope, asked), {
          invalid_input: 'Change what it may do with user roles.',
        }),
      );
      process.stdout.write(`${asked.name} has an account with the roles: ${roles.join(', ')}.\n`);
    });
}

function rolesCommand(): Command {
  return new Command('roles')
    .description('Give an account exactly these roles; it is always a member.')
    .argument('<name>')
    .argument('<roles...>', Role.options.join(', '))
    .action(async (name: string, given: string[]) => {
      const asked = { name: requireUserName(name), roles: rolesOf(given) };
      const { roles } = await withMarketplace(({ scope, services }) =>
        withAdvice(services.accounts.setRoles(scope, asked), {
          not_found: 'user create does it.',
        }),
      );
      process.stdout.write(`${asked.name} has the roles: ${roles.join(', ')}.\n`);
    });
}

function listCommand(): Command {
  return new Command('list').description('List accounts by name.').action(async () => {
    const accounts = await withMarketplace(({ scope, services }) =>
      allPages((cursor) => services.accounts.list(scope, { limit: 100, cursor })),
    );
    const rows = accounts.map(({ name, roles, publishers }) => [
      name,
      roles.join(','),
      publishers.join(','),
    ]);
    process.stdout.write(tableOf([['USER', 'ROLES', 'MEMBER OF'], ...rows]));
  });
}

/** Words apart or with commas between. */
function rolesOf(words: readonly string[]): Role[] {
  return words
    .flatMap((word) => word.split(','))
    .filter((word) => word.trim() !== '')
    .map((word) => {
      const role = Role.safeParse(word.trim());
      if (role.success) return role.data;
      throw new StartupFailure(
        `${JSON.stringify(word.trim())} is no role: choose from ${Role.options.join(', ')}.`,
      );
    });
}
