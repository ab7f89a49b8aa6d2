import { BlockInput } from '@skill-marketplace/shared/contracts';
import { Command } from 'commander';
import { StartupFailure } from '../errors/startupFailure.ts';
import { namedBlock } from './namedBlock.ts';
import { requireReason } from './requireReason.ts';
import { requireSkill } from './requireSkill.ts';
import { withMarketplace } from './withMarketplace.ts';

interface Options {
  reason: string;
  severity?: string;
}

/** `block <reference> <version>` or `block <digest>`: takes a version, or all with those bytes, away from everybody. */
export function blockCommand(): Command {
  return new Command('block')
    .description('Block a version, or a digest: then every version with it, now and later.')
    .argument('<subject>', 'publisher/name, or sha256:<64 hex digits>')
    .argument('[version]', 'its number, with publisher/name')
    .requiredOption('--reason <text>', 'why; those who have it are told')
    .option('--severity <word>', 'low, medium, high or critical', 'high')
    .action(async (subject: string, version: string | undefined, options: Options) => {
      const input = readInput(subject, version, options);
      const { blocked } = await withMarketplace(async (command) => {
        if (input.skillId !== undefined) {
          await requireSkill(command, input.skillId, 'check the spelling.');
        }
        return command.services.blocks.block(command.scope, input);
      });
      process.stdout.write(
        blocked.length === 0
          ? `${subject} is blocked; no version has it.\n`
          : blocked
              .map(
                (one) => `${one.reference} ${one.version} is blocked: nobody gets it any more.\n`,
              )
              .join(''),
      );
    });
}

function readInput(subject: string, version: string | undefined, options: Options): BlockInput {
  const named = namedBlock(subject, version, 'blocked');
  requireReason(options.reason);
  if (!BlockInput.shape.severity.safeParse(options.severity).success) {
    throw new StartupFailure('Give the severity as low, medium, high or critical.');
  }
  return BlockInput.parse({ ...named, ...options });
}
