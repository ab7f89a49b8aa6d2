import { Command } from 'commander';
import { requireReason } from './requireReason.ts';
import { requireSkill, requireSkillId } from './requireSkill.ts';
import { requireVersion } from './requireVersion.ts';
import { withMarketplace } from './withMarketplace.ts';

/** `purge <reference> <version> --reason <text>`: removes the bytes of a version, as of a secret that was published. */
export function purgeCommand(): Command {
  return new Command('purge')
    .description('Remove the bytes and texts of a version for good; its number stays taken.')
    .argument('<reference>', 'publisher/name')
    .argument('<version>', 'its number')
    .requiredOption('--reason <text>', 'why; those who have the version are told')
    .action(async (skillId: string, version: string, options: { reason: string }) => {
      requireSkillId(skillId);
      requireVersion(version);
      const reason = requireReason(options.reason);
      const { purged, kept } = await withMarketplace(async (command) => {
        await requireSkill(command, skillId, 'check the spelling.');
        return command.services.blocks.purge(command.scope, { skillId, version, reason });
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
