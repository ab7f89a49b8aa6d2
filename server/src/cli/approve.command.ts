import type { Availability, WaitingVersion } from '@skill-marketplace/shared/contracts';
import { Command } from 'commander';
import { allPages } from './allPages.ts';
import { requireSkill, requireSkillId } from './requireSkill.ts';
import { withMarketplace } from './withMarketplace.ts';

/** `approve [reference] [version]`: lets a version that waits for review be found and installed; alone it lists them. */
export function approveCommand(): Command {
  return new Command('approve')
    .description('Approve a version that waits for review; without a reference, list what waits.')
    .argument('[reference]', 'publisher/name')
    .argument('[version]', 'otherwise the newest that waits')
    .action(async (skillId: string | undefined, version: string | undefined) => {
      process.stdout.write(
        skillId === undefined ? await listWaiting() : await approve(skillId, version),
      );
    });
}

async function approve(skillId: string, version: string | undefined): Promise<string> {
  requireSkillId(skillId);
  const approved = await withMarketplace(async (command) => {
    await requireSkill(command, skillId, '`approve` alone lists what waits for review.');
    return command.services.reviews.approve(command.scope, { skillId, version });
  });
  return `${approved.reference} ${approved.version} is approved: it ${WHAT_NOW[approved.availability]}.\n`;
}

const WHAT_NOW: Record<Availability, string> = {
  installable: 'can be installed',
  restoreOnly: 'stays withdrawn, so only those who have it get it again',
  held: 'waits for its scan',
  blocked: 'stays blocked',
};

const PAGE_SIZE = 100;

async function listWaiting(): Promise<string> {
  const waiting = await withMarketplace(({ scope, services }) =>
    allPages((cursor) => services.reviews.waiting(scope, { limit: PAGE_SIZE, cursor })),
  );
  if (waiting.length === 0) return 'Nothing waits for review.\n';
  return waiting.map((version) => `${lineOf(version)}\n`).join('');
}

function lineOf({ reference, version, createdBy, createdAt, resembles }: WaitingVersion): string {
  const by = createdBy === null ? '' : ` by ${createdBy}`;
  const why = resembles === null ? '' : `: ${resembles}`;
  return `${reference} ${version}, brought in${by} ${createdAt.toISOString()}${why}`;
}
