import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { hasTests, type Layer } from './layers.ts';
import { startOnLeash } from './leashedProcess.ts';
import { artifactsRoot, testsRoot } from './paths.ts';
import { readReport, REPORT_FILE, type TestReport } from './testReport.ts';

const MINUTE = 60_000;
const INTERRUPT_GRACE_MS = 5_000;

/** What a layer came to. */
export interface LayerResult {
  readonly name: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly durationMs: number;
  /** Why the layer was skipped, or failed as a whole. */
  readonly remark?: string;
}

/** How the layers run. */
export interface RunOptions {
  /** Full counts in the long tests: they see `TEST_FULL=1`. */
  readonly full: boolean;
  /** Where the layers make their temporary folders. */
  readonly temporaryFolder: string;
  /** Aborted when the run is to end now. */
  readonly signal: AbortSignal;
}

/**
 * Runs a layer, letting its output through. A layer that this machine cannot run counts as one
 * skipped test; one that could not be made, or that died or hung, as one failed test more.
 */
export async function runLayer(layer: Layer, options: RunOptions): Promise<LayerResult> {
  const start = performance.now();
  const result = (counts: Counts, remark?: string): LayerResult => ({
    name: layer.name,
    ...counts,
    durationMs: performance.now() - start,
    ...(remark === undefined ? {} : { remark }),
  });
  if (!(await hasTests(layer))) return result(oneSkipped, 'it has no tests');
  const reason = await layer.unavailable();
  if (reason !== undefined) return result(oneSkipped, reason);
  try {
    await layer.prepare();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return result(oneFailed, 'what it tests could not be built');
  }

  const reportFile = join(artifactsRoot, 'reports', `${layer.name}.json`);
  await rm(reportFile, { force: true });
  const problem = await runProcess(layer, reportFile, options);
  const report = readReport(reportFile);
  const counts = report === undefined ? noTests : countsOf(report);
  if (problem !== undefined) return result(withOneFailed(counts), problem);
  if (report?.finished !== true) return result(withOneFailed(counts), 'it died before its end');
  return result(counts);
}

interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

const noTests: Counts = { passed: 0, failed: 0, skipped: 0 };
const oneSkipped: Counts = { ...noTests, skipped: 1 };
const oneFailed: Counts = { ...noTests, failed: 1 };

function countsOf({ passed, failed, skipped }: TestReport): Counts {
  return { passed: passed.length, failed: failed.length, skipped: skipped.length };
}

function withOneFailed(counts: Counts): Counts {
  return { ...counts, failed: counts.failed + 1 };
}

/** Runs the layer's process to its end, and says what was wrong beyond failed tests. */
async function runProcess(
  layer: Layer,
  reportFile: string,
  { full, temporaryFolder, signal }: RunOptions,
): Promise<string | undefined> {
  const env = {
    ...process.env,
    TMPDIR: temporaryFolder,
    [REPORT_FILE]: reportFile,
    ...(full ? { TEST_FULL: '1' } : {}),
  };
  await using running = await startOnLeash(process.execPath, layer.command, {
    cwd: testsRoot,
    env,
    output: 'show',
  });
  const limitMs = (full ? 120 : 20) * MINUTE;
  const waiting = new AbortController();
  const outcome = await Promise.race([
    running.exited.then(() => 'ended' as const),
    delay(limitMs, 'late' as const, { signal: AbortSignal.any([signal, waiting.signal]) }).catch(
      () => 'interrupted' as const,
    ),
  ]);
  waiting.abort();
  if (outcome === 'ended') {
    const { code, signal: killedBy } = await running.exited;
    const failures = (readReport(reportFile)?.failed.length ?? 0) > 0;
    if (code === 0 || failures) return undefined;
    return killedBy === null ? `it ended with exit code ${code}` : `it was ended by ${killedBy}`;
  }
  // SIGINT lets mocha finish its hooks; disposal kills what is left.
  await running.signal('SIGINT');
  await Promise.race([running.exited, delay(INTERRUPT_GRACE_MS)]);
  return outcome === 'late'
    ? `it did not end within ${limitMs / MINUTE} minutes (something that it started is left open?)`
    : 'it was interrupted';
}
