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
  if (name === undefined || ['--help', '-h', 'help'].includes(name)) {
    const lines = [...benches].map(([known, { summary }]) => `  ${known.padEnd(16)}${summary}\n`);
    process.stdout.write(`npx pnpm@12 bench <name> [--json]:\n${lines.join('')}`);
    return;
  }
  const bench = benches.get(name);
  if (bench === undefined) {
    throw new WrongUse(`There is no bench ${name}; there are ${[...benches.keys()].join(', ')}.`);
  }
  const { json, help, ...own } = valuesOf(bench, rest);
  if (help) {
    process.stdout.write(`${bench.summary}\nnpx pnpm@12 bench ${name} ${usageOf(bench)}\n`);
    return;
  }
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

/** What somebody asked for makes no sense; the message is a sentence. */
class WrongUse extends Error {
  override readonly name = 'WrongUse';
}

/** Options of every bench. */
const COMMON = {
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

/** The options as given; one whose default is a number takes numbers only, `0` too. */
function valuesOf(bench: Bench, args: readonly string[]) {
  try {
    const { values } = parseArgs({ args: [...args], options: { ...bench.options, ...COMMON } });
    for (const [option, { default: otherwise }] of Object.entries(bench.options ?? {})) {
      const isNumber = typeof otherwise === 'string' && NUMBER.test(otherwise);
      if (isNumber && !NUMBER.test(String(Reflect.get(values, option)))) {
        throw new WrongUse(`--${option} takes a number, as ${otherwise}.`);
      }
    }
    return values;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    // Node's own sentence goes on with advice about dashes.
    const [sentence = ''] = error.message.split('. ');
    throw new WrongUse(`${sentence.replace(/\.$/, '')}: there are ${usageOf(bench)}.`, {
      cause: error,
    });
  }
}

const NUMBER = /^\d+(?:\.\d+)?$/;

function usageOf({ options = {} }: Bench): string {
  return Object.entries<{ type: string }>({ ...options, ...COMMON })
    .map(([option, { type }]) => `[--${option}${type === 'string' ? ' <…>' : ''}]`)
    .join(' ');
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
  const isBug = error instanceof Error && !(error instanceof WrongUse);
  const text = isBug ? (error.stack ?? error.message) : String(error).replace('WrongUse: ', '');
  process.stderr.write(`${text}\n`);
  process.exitCode = 2;
});
