import { Command } from 'commander';
import { StartupFailure } from '../errors/startupFailure.ts';
import { allPages } from './allPages.ts';
import { requireSlug } from './requireSlug.ts';
import { requireUserName } from './requireUserName.ts';
import { tableOf, timeText } from './table.ts';
import { withMarketplace } from './withMarketplace.ts';

/** `member add|remove <publisher> <user>`, `member list [publisher]`: who may publish under a publisher. */
export function memberCommand(): Command {
  return new Command('member')
    .description('Members of publishers: they publish and withdraw its skills.')
    .addCommand(
      changeCommand('add', 'Make a user a member; the publisher is made when there is none.'),
    )
    .addCommand(changeCommand('remove', 'End a membership; what was published stays.'))
    .addCommand(listCommand());
}

function changeCommand(change: 'add' | 'remove', description: string): Command {
  return new Command(change)
    .description(description)
    .argument('<publisher>')
    .argument('<user>')
    .action(async (publisher: string, given: string) => {
      requireSlug('publisher', publisher);
      const user = requireUserName(given);
      const outcome = await withMarketplace(({ scope, services }) =>
        services.memberships.change(scope, { change, publisher, user }),
      );
      if (outcome === 'no_publisher') {
        throw new StartupFailure(`There is no publisher ${publisher}.`);
      }
      if (outcome === 'no_user') throw new StartupFailure(noUser(change, user));
      if (outcome === 'founded') {
        process.stderr.write(
          `There was no publisher ${publisher}, so it was founded: if that was a mistake, member remove ${publisher} ${user} leaves it to nobody.\n`,
        );
      }
      const what = change === 'add' ? 'is a member' : 'is no member';
      process.stdout.write(`${user} ${what} of ${publisher}.\n`);
    });
}

function listCommand(): Command {
  return new Command('list')
    .description('List the members of a publisher, or of all publishers.')
    .argument('[publisher]')
    .action(async (publisher: string | undefined) => {
      requireSlug('publisher', publisher);
      const members = await withMarketplace(({ scope, services }) =>
        allPages((cursor) => services.memberships.list(scope, { publisher, limit: 100, cursor })),
      );
      const rows = members.map(({ publisher: name, user, disabledAt }) => [
        name,
        user,
        timeText(disabledAt, ''),
      ]);
      const none =
        publisher === undefined ? 'No publisher has a member.\n' : `${publisher} has no members.\n`;
      process.stdout.write(
        rows.length === 0 ? none : tableOf([['PUBLISHER', 'USER', 'DISABLED SINCE'], ...rows]),
      );
    });
}

function noUser(change: 'add' | 'remove', user: string): string {
  return change === 'add'
    ? `There is no user ${user}: check the name, or make the account first, with user create.`
    : `There is no user ${user}, so nothing was changed.`;
}
