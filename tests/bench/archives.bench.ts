import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import * as fc from 'fast-check';
import { hostileArchive } from '../support/archives/archiveArbitrary.ts';
import { HOSTILE_ARCHIVES } from '../support/archives/hostileArchives.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import type { ArchiveJob, ArchiveReport } from './archives/archiveReport.ts';
import type { Bench, BenchGoal, BenchTable } from './bench.ts';

const EXTRACT_ALL = fileURLToPath(new URL('archives/extractAll.ts', import.meta.url));
const MIB = 1024 * 1024;
/** The same archives each time, so that figures can be compared. */
const SEED = 20_260_101;
/** As many are generated at a time as keep memory and the progress line alive. */
const BATCH = 500;
/** One archive in so many comes from the fixed list, which is gone through again and again. */
const FIXED_SHARE = 4;

/** Extracts hostile archives, made and listed ones, in a process of their own. */
export const bench: Bench = {
  summary: 'Hostile archives: how each ends, the slowest, peak memory, delay of the event loop.',
  options: { archives: { type: 'string', default: '10000' } },
  async run({ archives }, progress) {
    const count = Number(archives);
    if (!Number.isSafeInteger(count) || count < 1) throw new Error('--archives takes a number.');
    await using folder = await temporaryFolder('bench');
    const fixed = await writeFixed(folder.path);
    const generated = await writeGenerated(folder.path, count, progress);
    const jobs = generated.map((job, index) =>
      index % FIXED_SHARE === 0 ? (fixed[(index / FIXED_SHARE) % fixed.length] ?? job) : job,
    );
    progress(`extracting ${count} archives`);
    const report = await extractAll(folder.path, jobs);
    return { tables: tablesOf(report, count), goals: goalsOf(report, count) };
  },
};

async function writeFixed(folder: string): Promise<ArchiveJob[]> {
  const jobs: ArchiveJob[] = [];
  for (const [index, { name, bytes }] of HOSTILE_ARCHIVES.entries()) {
    const file = join(folder, `fixed-${index}.zip`);
    await writeFile(file, bytes());
    jobs.push({ name, file });
  }
  return jobs;
}

async function writeGenerated(
  folder: string,
  count: number,
  progress: (line: string) => void,
): Promise<ArchiveJob[]> {
  const jobs: ArchiveJob[] = [];
  while (jobs.length < count) {
    progress(`generated ${jobs.length} of ${count} archives`);
    const numRuns = Math.min(BATCH, count - jobs.length);
    for (const bytes of fc.sample(hostileArchive, { seed: SEED + jobs.length, numRuns })) {
      const name = `generated ${jobs.length}`;
      const file = join(folder, `generated-${jobs.length}.zip`);
      await writeFile(file, bytes);
      jobs.push({ name, file });
    }
  }
  return jobs;
}

async function extractAll(folder: string, jobs: readonly ArchiveJob[]): Promise<ArchiveReport> {
  const list = join(folder, 'jobs.json');
  await writeFile(list, JSON.stringify(jobs));
  const { stdout } = await promisify(execFile)(process.execPath, [EXTRACT_ALL, list]);
  const report: ArchiveReport = JSON.parse(stdout);
  return report;
}

function tablesOf(report: ArchiveReport, count: number): BenchTable[] {
  const outcomes = Object.entries(report.outcomes).sort(([, a], [, b]) => b.count - a.count);
  return [
    {
      title: 'How the archives end',
      columns: ['outcome', 'archives', 'share %', 'slowest ms'],
      rows: outcomes.map(([outcome, { count: of, slowest }]) => [
        outcome,
        of,
        (100 * of) / count,
        slowest,
      ]),
    },
    {
      title: 'What they cost',
      columns: ['figure', 'value'],
      rows: [
        ['archives a second', (1000 * count) / report.totalMilliseconds],
        [`slowest, ms (${report.slowest.name})`, report.slowest.milliseconds],
        ['peak memory, MB', report.peakMemory / MIB],
        ['memory before the first archive, MB', report.startMemory / MIB],
        ['event-loop delay p99, ms', report.delayP99],
        ['event-loop delay max, ms', report.delayMax],
      ],
    },
  ];
}

function goalsOf(report: ArchiveReport, count: number): BenchGoal[] {
  const { crashes, slowest, peakMemory, delayP99 } = report;
  return [
    {
      what: `${count} archives are taken or refused, none crashes`,
      reached: crashes.length === 0,
      measured: crashes.length === 0 ? 'no crash' : crashes.slice(0, 3).join('; '),
    },
    {
      what: 'none takes over 2 s',
      reached: slowest.milliseconds <= 2000,
      measured: `${slowest.milliseconds.toFixed(0)} ms (${slowest.name})`,
    },
    {
      what: 'peak memory under 256 MB',
      reached: peakMemory < 256 * MIB,
      measured: `${(peakMemory / MIB).toFixed(0)} MB`,
    },
    {
      what: 'event-loop delay p99 under 50 ms',
      reached: delayP99 < 50,
      measured: `${delayP99.toFixed(1)} ms`,
    },
  ];
}
