import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';

/** The variable that names the file into which a run of mocha reports. */
export const REPORT_FILE = 'TEST_REPORT_FILE';

/** How a process ends in which tests failed; none that dies does so. */
export const TESTS_FAILED = 77;

/** Where the report of a test file is, in the folder of its layer. */
export function reportOf(folder: string, file: string): string {
  return join(folder, `${file}.json`);
}

/** The name of the test file that runs, for what it leaves behind. */
export function runningFile(): string {
  const report = process.env[REPORT_FILE];
  return report === undefined ? 'test' : basename(report, '.test.ts.json');
}

/** What one run of mocha came to. */
export type TestReport = z.infer<typeof TestReport>;
export const TestReport = z.object({
  passed: z.array(z.object({ title: z.string(), durationMs: z.number() })),
  failed: z.array(z.object({ title: z.string(), message: z.string() })),
  skipped: z.array(z.string()),
  /** False while it runs: a report that stays so belongs to a run that died. */
  finished: z.boolean(),
});

/** Writes a report, over an earlier one. Synchronous: the process may be about to end. */
export function writeReport(file: string, report: TestReport): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(report, undefined, 2));
}

/** The report in this file, if a run left one. */
export function readReport(file: string): TestReport | undefined {
  if (!existsSync(file)) return undefined;
  return TestReport.parse(JSON.parse(readFileSync(file, 'utf8')));
}
