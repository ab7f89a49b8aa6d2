import { glob, mkdir, stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findChromium } from './chromium.ts';
import { buildExtension } from './extensionBuild.ts';
import { artifactsRoot, testsRoot } from './paths.ts';
import { installVsCode } from './vscodeInstall.ts';

/** A part of the tests that runs in processes of its own. */
export interface Layer {
  readonly name: string;
  /** The test files, as a pattern below `tests/`. */
  readonly pattern: string;
  /** How many processes run it at the same time. */
  readonly processes: number;
  /** What each of them runs: arguments to Node. */
  command(run: LayerRun): readonly string[];
  /** What there is a report of, in the end, when the layer ran whole. */
  reported(files: readonly string[]): readonly string[];
  /** One sentence why the layer cannot run on this machine; nothing when it can. */
  unavailable(): Promise<string | undefined>;
  /** Makes what the layer tests; throws when that is broken, which fails the layer. */
  prepare(): Promise<void>;
}

/** What the processes of a layer are told. */
export interface LayerRun {
  /** The test files, below `tests/`. */
  readonly files: readonly string[];
  /** The folder for their reports. */
  readonly reports: string;
  /** The folder in which the processes claim files. */
  readonly claims: string;
}

const laneProgram = fileURLToPath(new URL('lane.ts', import.meta.url));
const suiteProgram = fileURLToPath(new URL('suiteLayer.ts', import.meta.url));

const SECOND = 1_000;

/** More would only wait for one another: a test starts servers, and they start PostgreSQL. */
const MOST_LANES = 4;

/** All layers, in the order in which they run: the fast ones first. */
export const layers: readonly Layer[] = [
  mochaLayer('unit', 'unit/**/*.test.ts', 30 * SECOND),
  mochaLayer('rules', 'rules/**/*.test.ts', 60 * SECOND),
  mochaLayer('integration', 'integration/**/*.test.ts', 60 * SECOND),
  {
    name: 'vscode',
    pattern: 'vscode/suite/**/*.test.ts',
    processes: 1,
    command: ({ reports }) => [suiteProgram, reports],
    reported: () => ['suite'],
    ...inVsCode(),
  },
  { ...mochaLayer('ui', 'vscode/ui/**/*.test.ts', 180 * SECOND), ...inVsCode() },
];

/** The test files of a layer, the largest first, so that no process is left with one at the end. */
export async function filesOf(layer: Layer): Promise<string[]> {
  const files: { path: string; size: number }[] = [];
  for await (const path of glob(layer.pattern, { cwd: testsRoot })) {
    files.push({ path, size: (await stat(join(testsRoot, path))).size });
  }
  return files.sort((one, other) => other.size - one.size).map(({ path }) => path);
}

function mochaLayer(name: string, pattern: string, timeoutMs: number): Layer {
  return {
    name,
    pattern,
    processes: Math.min(MOST_LANES, availableParallelism()),
    command: ({ files, reports, claims }) => [
      laneProgram,
      `--timeout=${timeoutMs}`,
      `--reports=${reports}`,
      `--claims=${claims}`,
      ...files,
    ],
    reported: (files) => files,
    unavailable: () => Promise.resolve(undefined),
    prepare: () => Promise.resolve(),
  };
}

let building: Promise<string> | undefined;

/** What a layer needs that drives VS Code: that program, a browser, and the extension as it is packed. */
function inVsCode(): Pick<Layer, 'unavailable' | 'prepare'> {
  return {
    unavailable: async () => {
      for (const needed of [await installVsCode(), await findChromium()]) {
        if ('reason' in needed) return needed.reason;
      }
      return undefined;
    },
    prepare: async () => {
      await mkdir(join(artifactsRoot), { recursive: true });
      building ??= buildExtension();
      await building;
    },
  };
}
