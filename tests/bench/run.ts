import { execFile } from 'node:child_process';
import { glob } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import type { Bench } from './bench.ts';
import { textOf } from './tableText.ts';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));

/** `pnpm bench [name] [--json] [options of the bench]`: without a name it lists what can be measured. */
async function main(): Promise<void> {
  const [name, ...rest] = process.argv.slice(2);
  const benches = await findBenches();
  if (name === undefined || name.startsWith('-')) {
    const lines = [...benches].map(([known, { summary }]) => `  ${known.padEnd(16)}${summary}\n`);
    process.stdout.write(`npx pnpm@12 bench <name>:\n${lines.join('')}`);
    return;
  }
  const bench = benches.get(name);
  if (bench === undefined) {
    throw new Error(`There is no bench ${name}; there are ${[...benches.keys()].join(', ')}.`);
  }
  const { values } = parseArgs({
    args: rest,
    options: { ...bench.options, json: { type: 'boolean', default: false } },
  });
  const { json, ...own } = values;
  const startedAt = performance.now();
  const result = await bench.run(own, showProgress);
  showProgress('');
  const report = {
    name,
    commit: await commit(),
    node: process.version,
    platform: `${process.platform} ${process.arch}, ${availableParallelism()} cores`,
    seconds: Math.round((performance.now() - startedAt) / 1000),
    ...result,
  };
  process.stdout.write(json ? `${JSON.stringify(report)}\n` : textOf(report));
  process.exitCode = result.goals.every(({ reached }) => reached) ? 0 : 1;
}

async function findBenches(): Promise<Map<string, Bench>> {
  const benches = new Map<string, Bench>();
  const files: string[] = [];
  for await (const file of glob('*.bench.ts', { cwd: FOLDER })) files.push(file);
  for (const file of files.sort()) {
    const { bench }: { bench: Bench } = await import(new URL(file, import.meta.url).href);
    benches.set(nameOf(file), bench);
  }
  return benches;
}

/** `publishRace.bench.ts` is run as `publish-race`. */
function nameOf(file: string): string {
  return file.replace('.bench.ts', '').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** On a terminal only, so that pipes stay clean. */
function showProgress(line: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[2K${line}`);
}

/** What was measured: the commit, with a mark when files differ from it. */
async function commit(): Promise<string> {
  const git = async (...args: string[]) =>
    (await promisify(execFile)('git', ['-C', FOLDER, ...args])).stdout.trim();
  try {
    const changed = await git('status', '--porcelain');
    return `${await git('rev-parse', '--short', 'HEAD')}${changed === '' ? '' : ' with changes'}`;
  } catch {
    return 'unknown';
  }
}

await main().catch((error: unknown) => {
  process.stderr.write(
    `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exitCode = 2;
});
