import { pipeline } from 'node:stream/promises';
import { AuditFilter } from '@skill-marketplace/shared/contracts';
import { Command } from 'commander';
import { codeOf } from '../database/refusal.ts';
import { StartupFailure } from '../errors/startupFailure.ts';
import { withMarketplace } from './withMarketplace.ts';

interface Options {
  actor?: string;
  action?: string;
  subject?: string;
  from?: string;
  to?: string;
}

/** `audit export`: the record of changes as JSON lines, the oldest first. */
export function auditCommand(): Command {
  return new Command('audit').description('The record of every change.').addCommand(
    new Command('export')
      .description('Print events as JSON lines, the oldest first.')
      .option('--actor <user>', 'name or id of who did it')
      .option('--action <name>', 'as skill.rename or version.block; skill. for all of that kind')
      .option('--subject <id>', 'id of what was changed, or publisher/name')
      .option('--from <time>', 'from then on, as 2026-01-31 or 2026-01-31T12:00:00Z')
      .option('--to <time>', 'before then')
      .action(async (options: Options) => {
        const filter = readFilter(options);
        const printed = await withMarketplace(
          ({ scope, services }) => printLines(services.audit.all(scope, filter)),
          { quiet: true },
        );
        if (printed === 0) process.stderr.write('No event matches these options.\n');
      }),
  );
}

/**
 * Prints each value as a line of JSON; reads no more than is taken, and ends when nobody takes more, as `head` does.
 * Gives how many lines there were.
 */
async function printLines(values: AsyncIterable<unknown>): Promise<number> {
  let count = 0;
  const lines = async function* () {
    for await (const value of values) {
      count += 1;
      yield `${JSON.stringify(value)}\n`;
    }
  };
  try {
    await pipeline(lines, process.stdout, { end: false });
  } catch (error) {
    if (codeOf(error) !== 'EPIPE') throw error;
  }
  return count;
}

function readFilter({ from, to, ...texts }: Options): AuditFilter {
  const filter = AuditFilter.safeParse({
    ...texts,
    ...(from === undefined ? {} : { from: timeOf('--from', from) }),
    ...(to === undefined ? {} : { to: timeOf('--to', to) }),
  });
  if (filter.success) return filter.data;
  const [issue] = filter.error.issues;
  throw new StartupFailure(`--${issue?.path.join('.') ?? 'filter'} has 1 to 200 characters.`);
}

function timeOf(option: string, text: string): Date {
  const time = new Date(text);
  if (!Number.isNaN(time.getTime())) return time;
  throw new StartupFailure(`${option} is no time: give it as 2026-01-31 or 2026-01-31T12:00:00Z.`);
}
