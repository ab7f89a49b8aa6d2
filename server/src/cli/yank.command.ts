import { YankInput } from '@skill-marketplace/shared/contracts';
import { Command } from 'commander';
import { StartupFailure } from '../errors/startupFailure.ts';
import { requireSkill, requireSkillId } from './requireSkill.ts';
import { withMarketplace } from './withMarketplace.ts';

/** `yank <reference> <version> --reason <text>`: withdraws a version from everybody who does not have it yet. */
export function yankCommand(): Command {
  return new Command('yank')
    .description('Withdraw a version: those who have it may get it again, nobody else.')
    .argument('<reference>', 'publisher/name')
    .argument('<version>', 'its number')
    .requiredOption('--reason <text>', 'why; those who have the version are told')
    .action(async (skillId: string, number: string, { reason }: { reason: string }) => {
      requireSkillId(skillId);
      const input = readInput({ skillId, version: number, reason });
      const reference = await withMarketplace(async (command) => {
        const found = await requireSkill(command, skillId, 'check the spelling.');
        await command.services.yanks.yank(command.scope, input);
        return found;
      });
      process.stdout.write(
        `${reference} ${number} is withdrawn: those who have it may get it again, nobody else.\n`,
      );
    });
}

function readInput(given: YankInput): YankInput {
  const { version, reason } = YankInput.shape;
  if (!version.safeParse(given.version).success) {
    throw new StartupFailure(`${JSON.stringify(given.version)} is no version: give it as 1.2.3.`);
  }
  const told = reason.safeParse(given.reason);
  if (!told.success) throw new StartupFailure('Give a reason of 1 to 500 characters.');
  return { ...given, reason: told.data };
}
