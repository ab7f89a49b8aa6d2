import { Scope } from '@skill-marketplace/shared/contracts';
import { Command } from 'commander';
import { StartupFailure } from '../errors/startupFailure.ts';
import { addToken, ensureUser } from '../features/accounts/account.repository.ts';
import { hashToken, newToken } from '../features/accounts/token.ts';
import { withMarketplace } from './withMarketplace.ts';

const DEFAULT_SCOPES = 'read,rate,install';

/** `token create`: a token for a user, shown once. */
export function tokenCommand(): Command {
  return new Command('token').description('Tokens that people sign in with.').addCommand(
    new Command('create')
      .description('Make a token; it is shown once and only its hash is kept.')
      .requiredOption('--user <name>', 'who it is for; an account is made when there is none')
      .option('--scopes <list>', 'what it may be used for', DEFAULT_SCOPES)
      .action(async ({ user, scopes }: { user: string; scopes: string }) => {
        const asked = readScopes(scopes);
        const token = newToken();
        await withMarketplace(async ({ orm }) => {
          await orm.em.fork().transactional(async (em) => {
            addToken(
              em,
              await ensureUser(em, user, ['member']),
              'created on the command line',
              hashToken(token),
              asked,
            );
          });
        });
        process.stdout.write(`${token}\n`);
      }),
  );
}

function readScopes(text: string): Scope[] {
  return text.split(',').map((part) => {
    const scope = Scope.safeParse(part.trim());
    if (!scope.success)
      throw new StartupFailure(`${part} is no scope: choose from ${Scope.options.join(', ')}.`);
    return scope.data;
  });
}
