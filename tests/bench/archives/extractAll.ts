import { readFile } from 'node:fs/promises';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import process from 'node:process';
import { DEFAULT_ARCHIVE_LIMITS } from '../../../server/src/archives/archiveLimits.ts';
import { archiveOutcome } from '../../support/archives/archiveOutcome.ts';
import type { ArchiveJob, ArchiveReport } from './archiveReport.ts';

const NANOSECONDS = 1e6;

/**
 * Extracts the archives of a list, one after the other, and writes what it measured to stdout as JSON. A
 * process of its own, so that peak memory is the extractor's and not that of who made the archives.
 */
async function main(list: string): Promise<void> {
  const jobs: ArchiveJob[] = JSON.parse(await readFile(list, 'utf8'));
  const startMemory = await residentPeak();
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const outcomes: ArchiveReport['outcomes'] = {};
  const crashes: string[] = [];
  let slowest = { name: '', milliseconds: 0 };
  const startedAt = performance.now();
  delay.enable();
  for (const { name, file } of jobs) {
    const bytes = await readFile(file);
    const before = performance.now();
    const outcome = await outcomeOf(bytes);
    const milliseconds = performance.now() - before;
    if (outcome.startsWith('crash')) crashes.push(`${name}: ${outcome}`);
    const counted = (outcomes[outcome] ??= { count: 0, slowest: 0 });
    counted.count += 1;
    counted.slowest = Math.max(counted.slowest, milliseconds);
    if (milliseconds > slowest.milliseconds) slowest = { name, milliseconds };
  }
  delay.disable();
  const report: ArchiveReport = {
    outcomes,
    slowest,
    crashes,
    totalMilliseconds: performance.now() - startedAt,
    peakMemory: await residentPeak(),
    startMemory,
    delayP99: delay.percentile(99) / NANOSECONDS,
    delayMax: delay.max / NANOSECONDS,
  };
  process.stdout.write(JSON.stringify(report));
}

async function outcomeOf(bytes: Buffer): Promise<string> {
  try {
    return (await archiveOutcome(bytes, DEFAULT_ARCHIVE_LIMITS)).outcome;
  } catch (error) {
    return `crash: ${String(error)}`;
  }
}

/**
 * In bytes. Linux carries `maxRSS` over from the parent when a program is started, so there the peak of this
 * process alone is read from /proc (`VmHWM`); both count in kibibytes.
 */
async function residentPeak(): Promise<number> {
  const status = await readFile('/proc/self/status', 'utf8').catch(() => '');
  const own = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
  return (own === undefined ? process.resourceUsage().maxRSS : Number(own)) * 1024;
}

await main(process.argv[2] ?? '');
