import type { SkillSearchResult } from '@skill-marketplace/shared/contracts';
import { serialize } from 'superjson';
import { wireFormat } from '../../../shared/src/wire/index.ts';
import type { BenchTable } from '../bench.ts';
import { percentile } from '../statistics.ts';

const ROUNDS = 15;
const CALLS = 300;
const WAYS: Readonly<Record<string, (answer: unknown) => string>> = {
  'JSON.stringify': (answer) => JSON.stringify(answer),
  'wire format': (answer) => JSON.stringify(wireFormat.serialize(answer)),
  superjson: (answer) => JSON.stringify(serialize(answer)),
};

/** What it takes to write one answer as text, each way in turns. */
export function serializerTable(answer: SkillSearchResult): BenchTable {
  const times = new Map<string, number[]>(Object.keys(WAYS).map((way) => [way, []]));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [way, write] of Object.entries(WAYS)) {
      const startedAt = performance.now();
      for (let call = 0; call < CALLS; call += 1) write(answer);
      times.get(way)?.push((1000 * (performance.now() - startedAt)) / CALLS);
    }
  }
  const medians = [...times].map(([way, all]) => [way, percentile(all, 0.5)] as const);
  const json = medians[0]?.[1] ?? Number.NaN;
  return {
    title: `Writing one search answer of ${answer.items.length} rows: median microseconds`,
    columns: ['way', 'µs', 'of JSON.stringify'],
    rows: medians.map(([way, time]) => [way, time, time / json]),
  };
}
