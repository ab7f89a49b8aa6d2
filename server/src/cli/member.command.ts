import { Command } from 'commander';
import { StartupFailure } from '../errors/startupFailure.ts';
import { changeMembership } from '../features/accounts/membership.ts';
import { requireSlug } from './requireSlug.ts';
import { withMarketplace } from './withMarketplace.ts';

/** `member add|remove <publisher> <user>`: who may publish under a publisher. */
export function memberCommand(): Command {
  return new Command('member')
    .description('Members of publishers: they publish and withdraw its skills.')
    .addCommand(
      changeCommand('add', 'Make a user a member; the publisher is made when there is none.'),
    )
    .addCommand(changeCommand('remove', 'End a membership; what was published stays.'));
}

function changeCommand(change: 'add' | 'remove', description: string): Command {
  return new Command(change)
    .description(description)
    .argument('<publisher>')
    .argument('<user>')
    .action(async (publisher: string, user: string) => {
      requireSlug('publisher', publisher);
      const outcome = await withMarketplace(({ scope }) =>
        changeMembership(scope, { change, publisher, user }),
      );
      if (outcome === 'no_publisher') {
        throw new StartupFailure(`There is no publisher ${publisher}.`);
      }
      if (outcome === 'no_user') throw new StartupFailure(noUser(change, user));
      const what = change === 'add' ? 'is a member' : 'is no member';
      process.stdout.write(`${user} ${what} of ${publisher}.\n`);
    });
}

function noUser(change: 'add' | 'remove', user: string): string {
  return change === 'add'
    ? `There is no user ${user}: make the account first, with user create.`
    : `There is no user ${user}, so nothing was changed.`;
}
