import { MOST_TOKEN_DAYS, Scope, TOKEN_DAYS, TokenName } from '@skill-marketplace/shared/contracts';
import type { TokenSummary } from '@skill-marketplace/shared/contracts';
import { Command } from 'commander';
import { z } from 'zod';
import { StartupFailure } from '../errors/startupFailure.ts';
import { findUser } from '../features/accounts/user.repository.ts';
import { allPages } from './allPages.ts';
import { requireUserName } from './requireUserName.ts';
import { scopesOf } from './scopesOf.ts';
import { tableOf, timeText } from './table.ts';
import { withAdvice } from './withAdvice.ts';
import { withMarketplace, type CommandScope } from './withMarketplace.ts';

const DEFAULT_SCOPES = 'read,rate,install';

/** `token create|list|revoke`: what people sign in with. */
export function tokenCommand(): Command {
  return new Command('token')
    .description('Tokens that people sign in with.')
    .addCommand(createCommand())
    .addCommand(listCommand())
    .addCommand(revokeCommand());
}

function createCommand(): Command {
  return new Command('create')
    .description('Make a token; it is shown once and only its hash is kept.')
    .requiredOption('--user <name>', 'who it is for; an account is made when there is none')
    .option(
      '--scopes <list>',
      `what it may be used for, with commas between: ${Scope.options.join(', ')}`,
      DEFAULT_SCOPES,
    )
    .option('--days <number>', `how long it holds, ${MOST_TOKEN_DAYS} at most`, String(TOKEN_DAYS))
    .option('--name <text>', 'what it is for', 'created on the command line')
    .action(async (options: { user: string; scopes: string; days: string; name: string }) => {
      const user = requireUserName(options.user);
      const asked = {
        user,
        scopes: scopesOf(options.scopes),
        expiresInDays: daysOf(options.days),
        name: nameOf(options.name),
      };
      const { token, madeAccount } = await withMarketplace((command) => create(command, asked));
      if (madeAccount !== undefined) {
        const { name, roles } = madeAccount;
        process.stderr.write(
          `There was no account ${name}, so one was made with the roles ${roles.join(', ')}: if that was a mistake, user disable ${name} ends it.\n`,
        );
      }
      process.stdout.write(`${token}\n`);
    });
}

/** The account too, or neither. */
function create(
  { scope, services }: CommandScope,
  asked: { user: string; scopes: Scope[]; expiresInDays: number; name: string },
) {
  return scope.em.transactional(async (em) => {
    const inside = { ...scope, em };
    const isKnown = (await findUser(em, asked.user)) !== null;
    const madeAccount = isKnown
      ? undefined
      : await services.accounts.create(inside, { name: asked.user, roles: [] });
    const { token } = await withAdvice(services.tokens.create(inside, asked), {
      not_allowed:
        'The commands for it: user roles gives roles, user enable lets an account in again, token list shows its tokens.',
    });
    return { token, madeAccount };
  });
}

function listCommand(): Command {
  return new Command('list')
    .description(
      'List tokens, newest first: whose, for what, until when, last used when, and made with which.',
    )
    .option('--user <name>', "only that user's")
    .option('--all', 'also those that have expired, were revoked, or are of a disabled account')
    .action(async ({ user, all = false }: { user?: string; all?: boolean }) => {
      const whose = user === undefined ? { everybody: true } : { everybody: false, user };
      const tokens = await withMarketplace(({ scope, services }) =>
        allPages((cursor) => services.tokens.list(scope, { ...whose, limit: 100, cursor })),
      );
      const shown = tokens.filter(({ state }) => all || state === 'active');
      process.stdout.write(shown.length === 0 ? 'There are no such tokens.\n' : listText(shown));
    });
}

function listText(tokens: readonly TokenSummary[]): string {
  return tableOf([
    ['ID', 'USER', 'NAME', 'SCOPES', 'STATE', 'EXPIRES', 'LAST USED', 'MADE WITH'],
    ...tokens.map((token) => [
      token.id,
      token.user,
      token.name,
      token.scopes.join(','),
      token.state,
      timeText(token.expiresAt, 'when revoked'),
      timeText(token.lastUsedAt, 'never'),
      token.madeWith ?? '',
    ]),
  ]);
}

function revokeCommand(): Command {
  return new Command('revoke')
    .description('End a token at once, with all that were made with it.')
    .argument('<id>', 'as token list shows it')
    .action(async (id: string) => {
      if (!z.uuid().safeParse(id).success) {
        throw new StartupFailure('Give the id of a token, as token list shows it.');
      }
      const { alsoRevoked } = await withMarketplace(({ scope, services }) =>
        withAdvice(services.tokens.revoke(scope, id), { not_found: 'Try token list --all.' }),
      );
      process.stdout.write(`The token ${id} no longer holds${beside(alsoRevoked)}.\n`);
    });
}

function beside(count: number): string {
  if (count === 0) return '';
  return count === 1
    ? ', nor does 1 that was made with it'
    : `, nor do ${count} that were made with it`;
}

function daysOf(text: string): number {
  const days = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (days >= 1 && days <= MOST_TOKEN_DAYS) return days;
  throw new StartupFailure(
    `A token holds 1 to ${MOST_TOKEN_DAYS} days: give --days a whole number.`,
  );
}

function nameOf(text: string): string {
  const name = TokenName.safeParse(text);
  if (!name.success) throw new StartupFailure('A token has a name of 1 to 100 visible characters.');
  return name.data;
}
