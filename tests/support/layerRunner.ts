import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { runProcesses } from './layerProcesses.ts';
import { filesOf, type Layer } from './layers.ts';
import { artifactsRoot } from './paths.ts';
import { readReport, reportOf, type TestReport } from './testReport.ts';

/** What a layer came to. */
export interface LayerResult {
  readonly name: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly durationMs: number;
  /** Why the layer was skipped, or failed beyond its tests. */
  readonly remark?: string;
  /** The tests that failed. */
  readonly failures: readonly TestFailure[];
}

/** A test that failed. */
export interface TestFailure {
  readonly file: string;
  readonly title: string;
  readonly message: string;
}

/** How the layers run. */
export interface RunOptions {
  /** Full counts in the long tests: they see `TEST_FULL=1`. */
  readonly full: boolean;
  /** Where the layers make their temporary folders. */
  readonly temporaryFolder: string;
  /** Aborted when the run is to end now. */
  readonly signal: AbortSignal;
  /** Takes what the layers print. */
  readonly write: (text: string) => void;
}

/**
 * Runs a layer. A layer that this machine cannot run counts as one
 * skipped test; one that could not be made, or did not come to its end, has a failed test more for
 * each file that did not, at least one.
 */
export async function runLayer(layer: Layer, options: RunOptions): Promise<LayerResult> {
  const start = performance.now();
  const result = (counts: Counts, remark?: string): LayerResult => ({
    name: layer.name,
    ...counts,
    durationMs: performance.now() - start,
    ...(remark === undefined ? {} : { remark }),
  });
  const files = await filesOf(layer);
  if (files.length === 0) return result({ ...nothing, skipped: 1 }, 'it has no tests');
  const reason = await layer.unavailable();
  if (reason !== undefined) return result({ ...nothing, skipped: 1 }, reason);
  try {
    await layer.prepare();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return result({ ...nothing, failed: 1 }, 'what it tests could not be built');
  }

  const reports = join(artifactsRoot, 'reports', layer.name);
  await rm(reports, { recursive: true, force: true });
  const claims = join(options.temporaryFolder, `claims-${layer.name}`);
  await mkdir(claims);
  const problems = await runProcesses(layer, { files, reports, claims }, options);

  const found = layer.reported(files).map((file) => ({
    file,
    report: readReport(reportOf(reports, file)),
  }));
  const broken = found.filter(({ report }) => report?.finished !== true);
  const counts = countsOf(found);
  const remarks = [...problems, ...broken.map(({ file }) => `${file} did not come to its end`)];
  if (remarks.length === 0) return result(counts);
  const failed = counts.failed + Math.max(1, broken.length);
  return result({ ...counts, failed }, remarks.join('; '));
}

type Counts = Pick<LayerResult, 'passed' | 'failed' | 'skipped' | 'failures'>;

const nothing: Counts = { passed: 0, failed: 0, skipped: 0, failures: [] };

function countsOf(found: readonly { file: string; report: TestReport | undefined }[]): Counts {
  const sum = (count: (report: TestReport) => number) =>
    found.reduce((total, { report }) => total + (report === undefined ? 0 : count(report)), 0);
  return {
    passed: sum(({ passed }) => passed.length),
    failed: sum(({ failed }) => failed.length),
    skipped: sum(({ skipped }) => skipped.length),
    failures: found.flatMap(({ file, report }) =>
      (report?.failed ?? []).map((failure) => ({ file, ...failure })),
    ),
  };
}
