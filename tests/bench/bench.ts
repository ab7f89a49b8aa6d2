import type { ParseArgsConfig } from 'node:util';

/** What a bench is told on the command line, by the names of its own `options`. */
export type BenchValues = Readonly<Record<string, string | boolean | undefined>>;

/** Figures of one kind, side by side; numbers are rounded when they are shown, never in `--json`. */
export interface BenchTable {
  title: string;
  columns: readonly string[];
  rows: readonly (readonly (string | number)[])[];
}

/** One thing that was to be reached, with what was measured. */
export interface BenchGoal {
  what: string;
  reached: boolean;
  measured: string;
}

/** What a bench found. */
export interface BenchResult {
  tables: readonly BenchTable[];
  goals: readonly BenchGoal[];
}

/** One benchmark: `pnpm bench <name>`. It lies in `<name>.bench.ts`, which exports it as `bench`. */
export interface Bench {
  /** One sentence for the list of benches. */
  summary: string;
  options?: NonNullable<ParseArgsConfig['options']>;
  /** Measures; `progress` shows a line that the next one replaces. */
  run(values: BenchValues, progress: (line: string) => void): Promise<BenchResult>;
}
