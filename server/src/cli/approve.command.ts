import type { Availability, WaitingVersion } from '@skill-marketplace/shared/contracts';
import { Command } from 'commander';
import { allPages } from './allPages.ts';
import { requireReason } from './requireReason.ts';
import { requireSkill, requireSkillId } from './requireSkill.ts';
import { withMarketplace } from './withMarketplace.ts';

interface Options {
  reason?: string;
}

/** `approve [reference] [version]`: lets a version that waits for review be found and installed; alone it lists them. */
export function approveCommand(): Command {
  return new Command('approve')
    .description('Approve a version that waits for review; without a reference, list what waits.')
    .argument('[reference]', 'publisher/name')
    .argument('[version]', 'otherwise the newest that waits')
    .option('--reason <text>', 'why; kept in the record of changes, and shown to reviewers')
    .action(async (skillId: string | undefined, version: string | undefined, options: Options) => {
      const reason = options.reason === undefined ? undefined : requireReason(options.reason);
      process.stdout.write(
        skillId === undefined ? await listWaiting() : await approve(skillId, version, reason),
      );
    });
}

async function approve(
  skillId: string,
  version: string | undefined,
  reason: string | undefined,
): Promise<string> {
  requireSkillId(skillId);
  const approved = await withMarketplace(async (command) => {
    await requireSkill(command, skillId, '`approve` alone lists what waits for review.');
    return command.services.reviews.approve(command.scope, { skillId, version, reason });
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

function lineOf(waiting: WaitingVersion): string {
  const { reference, version, createdBy, createdAt, resembles, decision } = waiting;
  const by = createdBy === null ? '' : ` by ${createdBy}`;
  const why = resembles === null ? '' : `: ${resembles}`;
  const before =
    decision?.action === 'unblock'
      ? `; it was blocked until ${decision.at.toISOString()}: ${decision.reason ?? ''}`
      : '';
  return `${reference} ${version}, brought in${by} ${createdAt.toISOString()}${why}${before}`;
}
