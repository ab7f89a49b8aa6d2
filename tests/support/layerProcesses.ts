import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { LaneOutput } from './laneOutput.ts';
import type { RunOptions } from './layerRunner.ts';
import type { Layer, LayerRun } from './layers.ts';
import { startOnLeash } from './leashedProcess.ts';
import { testsRoot } from './paths.ts';
import { TESTS_FAILED } from './testReport.ts';

const MINUTE = 60_000;
const INTERRUPT_GRACE_MS = 5_000;

/** Runs the processes of a layer to their end, and says what was wrong beyond failed tests. */
export async function runProcesses(
  layer: Layer,
  run: LayerRun,
  options: RunOptions,
): Promise<string[]> {
  const count = Math.min(layer.processes, run.files.length);
  const problems = await Promise.all(
    Array.from({ length: count }, () => runProcess(layer.command(run), options, count === 1)),
  );
  return [...new Set(problems.filter((problem) => problem !== undefined))];
}

async function runProcess(
  command: readonly string[],
  { full, temporaryFolder, signal, write }: RunOptions,
  isAlone: boolean,
): Promise<string | undefined> {
  const output = new LaneOutput(write, isAlone);
  await using running = await startOnLeash(process.execPath, command, {
    cwd: testsRoot,
    env: {
      ...process.env,
      TMPDIR: temporaryFolder,
      // Hundreds of servers and commands start from the same sources: half of a start is reading them.
      NODE_COMPILE_CACHE: join(temporaryFolder, 'compiled'),
      ...(full ? { TEST_FULL: '1' } : {}),
    },
    onOutput: (text) => output.take(text),
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
  if (outcome !== 'ended') {
    // SIGINT lets mocha finish its hooks; disposal kills what is left.
    await running.signal('SIGINT');
    await Promise.race([running.exited, delay(INTERRUPT_GRACE_MS)]);
  }
  output.end();
  if (outcome === 'late') return `it did not end within ${limitMs / MINUTE} minutes`;
  if (outcome === 'interrupted') return 'it was interrupted';
  const { code, signal: killedBy } = await running.exited;
  if (code === 0 || code === TESTS_FAILED) return undefined;
  return killedBy === null ? `it ended with exit code ${code}` : `it was ended by ${killedBy}`;
}
