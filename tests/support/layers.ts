import { glob, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findChromium } from './chromium.ts';
import { buildExtension } from './extensionBuild.ts';
import { artifactsRoot, testsRoot } from './paths.ts';
import { installVsCode } from './vscodeInstall.ts';

/** A part of the tests that runs in a process of its own. */
export interface Layer {
  readonly name: string;
  /** The test files, as a pattern below `tests/`. */
  readonly files: string;
  /** What runs them: arguments to Node. */
  readonly command: readonly string[];
  /** One sentence why the layer cannot run on this machine; nothing when it can. */
  unavailable(): Promise<string | undefined>;
  /** Makes what the layer tests; throws when that is broken, which fails the layer. */
  prepare(): Promise<void>;
}

const mochaProgram = fileURLToPath(new URL('../node_modules/mocha/bin/mocha.js', import.meta.url));
const reporter = fileURLToPath(new URL('reportingReporter.ts', import.meta.url));
const suiteProgram = fileURLToPath(new URL('suiteLayer.ts', import.meta.url));

const SECOND = 1_000;

/** All layers, in the order in which they run: the fast ones first. */
export const layers: readonly Layer[] = [
  mochaLayer('unit', 'unit/**/*.test.ts', 30 * SECOND),
  mochaLayer('rules', 'rules/**/*.test.ts', 60 * SECOND),
  mochaLayer('integration', 'integration/**/*.test.ts', 60 * SECOND),
  vscodeLayer('vscode', 'vscode/suite/**/*.test.ts', [suiteProgram]),
  vscodeLayer('ui', 'vscode/ui/**/*.test.ts', mocha('vscode/ui/**/*.test.ts', 180 * SECOND)),
];

/** Whether a layer has any test file. */
export async function hasTests(layer: Layer): Promise<boolean> {
  for await (const _file of glob(layer.files, { cwd: testsRoot })) return true;
  return false;
}

function mochaLayer(name: string, files: string, timeoutMs: number): Layer {
  return {
    name,
    files,
    command: mocha(files, timeoutMs),
    unavailable: () => Promise.resolve(undefined),
    prepare: () => Promise.resolve(),
  };
}

function mocha(files: string, timeoutMs: number): string[] {
  return [mochaProgram, '--reporter', reporter, '--timeout', String(timeoutMs), files];
}

let building: Promise<string> | undefined;

function vscodeLayer(name: string, files: string, command: readonly string[]): Layer {
  return {
    name,
    files,
    command,
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
