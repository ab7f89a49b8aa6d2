import { Scope, UserName } from '@skill-marketplace/shared/contracts';
import { Command } from 'commander';
import { StartupFailure } from '../errors/startupFailure.ts';
import { addToken, ensureUser } from '../features/accounts/account.repository.ts';
import { hashToken, newToken } from '../features/accounts/token.ts';
import { recordChange } from '../features/audit/audit.repository.ts';
import { withMarketplace } from './withMarketplace.ts';

const TOKEN_NAME = 'created on the command line';
const DEFAULT_SCOPES = 'read,rate,install';

/** `token create`: a token for a user, shown once. */
export function tokenCommand(): Command {
  return new Command('token').description('Tokens that people sign in with.').addCommand(
    new Command('create')
      .description('Make a token; it is shown once and only its hash is kept.')
      .requiredOption('--user <name>', 'who it is for; an account is made when there is none')
      .option(
        '--scopes <list>',
        `what it may be used for, with commas between: ${Scope.options.join(', ')}`,
        DEFAULT_SCOPES,
      )
      .action(async ({ user, scopes }: { user: string; scopes: string }) => {
        const asked = readScopes(scopes);
        if (!UserName.safeParse(user).success) {
          throw new StartupFailure('A user name has 1 to 100 visible characters.');
        }
        const token = newToken();
        await withMarketplace(async ({ orm, owner }) => {
          await orm.em.fork().transactional(async (em) => {
            const account = await ensureUser(em, user, ['member']);
            const { id } = addToken(em, account, TOKEN_NAME, hashToken(token), asked);
            recordChange(
              { em, actor: owner },
              {
                action: 'token.create',
                subjectType: 'token',
                subjectId: id,
                after: { user, scopes: asked },
              },
            );
          });
        });
        process.stdout.write(`${token}\n`);
      }),
  );
}

function readScopes(text: string): Scope[] {
  if (text.trim() === '') {
    throw new StartupFailure(`Give at least one scope of ${Scope.options.join(', ')}.`);
  }
  return text.split(',').map((part) => {
    const scope = Scope.safeParse(part.trim());
    if (!scope.success)
      throw new StartupFailure(
        `${JSON.stringify(part.trim())} is no scope: choose from ${Scope.options.join(', ')}.`,
      );
    return scope.data;
  });
}
