import { PurgeInput, VersionNumber } from '@skill-marketplace/shared/contracts';
import { Command } from 'commander';
import { StartupFailure } from '../errors/startupFailure.ts';
import { requireSkill, requireSkillId } from './requireSkill.ts';
import { withMarketplace } from './withMarketplace.ts';

/** `purge <reference> <version> --reason <text>`: removes the bytes of a version, as of a secret that was published. */
export function purgeCommand(): Command {
  return new Command('purge')
    .description('Remove the bytes and texts of a version for good; its number stays taken.')
    .argument('<reference>', 'publisher/name')
    .argument('<version>', 'its number')
    .requiredOption('--reason <text>', 'why; those who have the version are told')
    .action(async (skillId: string, version: string, { reason }: { reason: string }) => {
      requireSkillId(skillId);
      if (!VersionNumber.safeParse(version).success) {
        throw new StartupFailure(`${JSON.stringify(version)} is no version: give it as 1.2.3.`);
      }
      const told = PurgeInput.shape.reason.safeParse(reason);
      if (!told.success) throw new StartupFailure('Give a reason of 1 to 500 characters.');
      const { purged, kept } = await withMarketplace(async (command) => {
        await requireSkill(command, skillId, 'check the spelling.');
        const input = { skillId, version, reason: told.data };
        return command.services.blocks.purge(command.scope, input);
      });
      const lines = [
        ...purged.map((one) => `${one.reference} ${one.version} is purged.`),
        ...kept.map(({ path, heldBy }) => {
          const holders = heldBy.map((one) => `${one.reference} ${one.version}`).join(', ');
          return `${path} stays, since ${holders} has it too.`;
        }),
      ];
      process.stdout.write(`${lines.join('\n')}\n`);
    });
}
