import { Command } from 'commander';
import { requireReason } from './requireReason.ts';
import { requireSkill, requireSkillId } from './requireSkill.ts';
import { requireVersion } from './requireVersion.ts';
import { withMarketplace } from './withMarketplace.ts';

/** `yank <reference> <version> --reason <text>`: withdraws a version from everybody who does not have it yet. */
export function yankCommand(): Command {
  return new Command('yank')
    .description('Withdraw a version: those who have it may get it again, nobody else.')
    .argument('<reference>', 'publisher/name')
    .argument('<version>', 'its number')
    .requiredOption('--reason <text>', 'why; those who have the version are told')
    .action(async (skillId: string, version: string, options: { reason: string }) => {
      requireSkillId(skillId);
      requireVersion(version);
      const reason = requireReason(options.reason);
      const reference = await withMarketplace(async (command) => {
        const found = await requireSkill(command, skillId, 'check the spelling.');
        await command.services.yanks.yank(command.scope, { skillId, version, reason });
        return found;
      });
      process.stdout.write(
        `${reference} ${version} is withdrawn: those who have it may get it again, nobody else.\n`,
      );
    });
}
