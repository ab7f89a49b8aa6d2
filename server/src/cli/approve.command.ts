import { SkillId } from '@skill-marketplace/shared/contracts';
import { Command } from 'commander';
import { StartupFailure } from '../errors/startupFailure.ts';
import { withMarketplace } from './withMarketplace.ts';

/** `approve <reference> [version]`: lets a version that waits for review be found and installed. */
export function approveCommand(): Command {
  return new Command('approve')
    .description('Approve a version that waits for review.')
    .argument('<reference>', 'publisher/name')
    .argument('[version]', 'otherwise the newest that waits')
    .action(async (skillId: string, version: string | undefined) => {
      if (!SkillId.safeParse(skillId).success) {
        throw new StartupFailure(`${JSON.stringify(skillId)} is no skill: give publisher/name.`);
      }
      const approved = await withMarketplace(({ scope, services }) =>
        services.reviews.approve(scope, { skillId, version }),
      );
      const { reference, version: number, availability } = approved;
      const state = availability === 'installable' ? 'can be installed' : `is ${availability}`;
      process.stdout.write(`${reference} ${number} is approved: it ${state}.\n`);
    });
}
