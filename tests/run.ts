import { chmod } from 'node:fs/promises';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { runLayer, type LayerResult } from './support/layerRunner.ts';
import { layers } from './support/layers.ts';
import { summaryOf } from './support/summary.ts';
import { temporaryFolder } from './support/temporaryFolder.ts';

/** `pnpm test [--full] [--layer name …]`: runs the layers one after the other. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      full: { type: 'boolean', default: false },
      layer: { type: 'string', multiple: true, default: [] },
    },
  });
  const unknown = values.layer.find((name) => !layers.some((layer) => layer.name === name));
  if (unknown !== undefined) {
    const names = layers.map(({ name }) => name).join(', ');
    throw new Error(`There is no layer ${unknown}; there are ${names}.`);
  }
  const chosen = layers.filter(
    ({ name }) => values.layer.length === 0 || values.layer.includes(name),
  );

  const interrupt = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => interrupt.abort());
  }
  // One folder for everything that the layers leave when they are killed. Open to the account that
  // runs PostgreSQL when we are root.
  await using temporary = await temporaryFolder('test');
  await chmod(temporary.path, 0o755);
  const options = {
    full: values.full,
    temporaryFolder: temporary.path,
    signal: interrupt.signal,
    write: (text: string) => process.stdout.write(text),
  };
  // What a layer lacks on this machine (a VS Code of 600 MB) is fetched while the others run.
  for (const layer of chosen) void layer.unavailable();
  const results: LayerResult[] = [];
  for (const layer of chosen) {
    if (interrupt.signal.aborted) break;
    process.stdout.write(`\n── ${layer.name} ──\n`);
    const result = await runLayer(layer, options);
    process.stdout.write(`${layer.name} took ${(result.durationMs / 1_000).toFixed(1)} s\n`);
    results.push(result);
  }
  process.stdout.write(`\n${summaryOf(results)}`);
  process.exitCode = results.some(({ failed }) => failed > 0) ? 1 : 0;
}

await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
});
