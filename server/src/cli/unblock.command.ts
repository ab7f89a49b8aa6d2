import type { ReviewedVersion } from '@skill-marketplace/shared/contracts';
import { Command } from 'commander';
import { namedBlock } from './namedBlock.ts';
import { requireReason } from './requireReason.ts';
import { requireSkill } from './requireSkill.ts';
import { withMarketplace } from './withMarketplace.ts';

interface Options {
  reason: string;
}

/** `unblock <reference> <version>` or `unblock <digest>`: ends a block that was a mistake; what it held waits for review. */
export function unblockCommand(): Command {
  return new Command('unblock')
    .description(
      'Lift the block of a version, or of a digest; approve what may be installed again.',
    )
    .argument('<subject>', 'publisher/name, or sha256:<64 hex digits>')
    .argument('[version]', 'its number, with publisher/name')
    .requiredOption('--reason <text>', 'why; kept in the record of changes')
    .action(async (subject: string, version: string | undefined, options: Options) => {
      const named = namedBlock(subject, version, 'unblocked');
      const reason = requireReason(options.reason);
      const { unblocked } = await withMarketplace(async (command) => {
        if (named.skillId !== undefined) {
          await requireSkill(command, named.skillId, 'check the spelling.');
        }
        return command.services.unblocks.unblock(command.scope, { ...named, reason });
      });
      process.stdout.write(
        unblocked.length === 0
          ? `${subject} is not blocked any more; no version has it.\n`
          : unblocked.map((one) => `${lineOf(one)}\n`).join(''),
      );
    });
}

function lineOf({ reference, version, availability }: ReviewedVersion): string {
  const which = `${reference} ${version}`;
  return availability === 'blocked'
    ? `${which} stays blocked, since another block of it stands.`
    : `${which} is not blocked any more, and waits for review: marketplace approve ${which}`;
}
