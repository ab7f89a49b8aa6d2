import { Role } from '@skill-marketplace/shared/contracts';
import { Command } from 'commander';
import { StartupFailure } from '../errors/startupFailure.ts';
import { allPages } from './allPages.ts';
import { requireReason } from './requireReason.ts';
import { requireUserName } from './requireUserName.ts';
import { tableOf, timeText } from './table.ts';
import { withAdvice } from './withAdvice.ts';
import { withMarketplace } from './withMarketplace.ts';

/** `user create|roles|disable|enable|list`: who there is, who reviews and administers, and who has left. */
export function userCommand(): Command {
  return new Command('user')
    .description('Accounts and their roles: reviewers decide about versions, admins about all.')
    .addCommand(createCommand())
    .addCommand(rolesCommand())
    .addCommand(disableCommand())
    .addCommand(enableCommand())
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
    .action(async (named: string, given: string[]) => {
      const asked = { name: requireUserName(named), roles: rolesOf(given) };
      const { name, roles, tokensMadeForOthers } = await withMarketplace(({ scope, services }) =>
        withAdvice(services.accounts.setRoles(scope, asked), {
          not_found: 'user create does it.',
        }),
      );
      process.stdout.write(`${name} has the roles: ${roles.join(', ')}.\n`);
      if (roles.includes('admin')) return;
      tellOfOthers(tokensMadeForOthers, 'token list says with which, and token revoke ends both.');
    });
}

function disableCommand(): Command {
  return new Command('disable')
    .description('Keep an account from everything, as when somebody leaves; what it said stays.')
    .argument('<name>')
    .requiredOption('--reason <text>', 'why; admins and the record of changes have it')
    .option('--revoke-tokens', 'also end its tokens, and all made with them, for good')
    .action(async (given: string, options: { reason: string; revokeTokens?: true }) => {
      const asked = {
        name: requireUserName(given),
        reason: requireReason(options.reason),
        revokeTokens: options.revokeTokens === true,
      };
      const { name, tokensMadeForOthers } = await withMarketplace(({ scope, services }) =>
        withAdvice(services.accounts.disable(scope, asked), {
          not_allowed:
            'The command line acts as the first admin: take that role from it first, with user roles.',
        }),
      );
      process.stdout.write(
        `${name} is disabled: its tokens hold no longer, and nobody signs in to it.\n`,
      );
      tellOfOthers(tokensMadeForOthers, 'The same with --revoke-tokens ends them.');
    });
}

/** An admin makes tokens for others, which do not end with the role or the account. */
function tellOfOthers(tokens: number, advice: string): void {
  if (tokens === 0) return;
  process.stderr.write(
    `Tokens of others that were made with its tokens hold: ${tokens}. ${advice}\n`,
  );
}

function enableCommand(): Command {
  return new Command('enable')
    .description('Take a disabling back; tokens that have not ended meanwhile hold again.')
    .argument('<name>')
    .action(async (given: string) => {
      const asked = { name: requireUserName(given) };
      const { name } = await withMarketplace(({ scope, services }) =>
        services.accounts.enable(scope, asked),
      );
      process.stdout.write(`${name} is enabled: its tokens that have not ended hold again.\n`);
    });
}

function listCommand(): Command {
  return new Command('list').description('List accounts by name.').action(async () => {
    const accounts = await withMarketplace(({ scope, services }) =>
      allPages((cursor) => services.accounts.list(scope, { limit: 100, cursor })),
    );
    const rows = accounts.map(({ name, roles, publishers, disabledAt, disabledReason }) => [
      name,
      roles.join(','),
      publishers.join(','),
      disabledAt === null ? '' : `${timeText(disabledAt, '')}: ${disabledReason ?? ''}`,
    ]);
    process.stdout.write(tableOf([['USER', 'ROLES', 'MEMBER OF', 'DISABLED SINCE'], ...rows]));
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
