import type { MochaOptions, Runner, Test } from 'mocha';
import { reporters } from 'mocha';
import { REPORT_FILE, writeReport, type TestReport } from './testReport.ts';

/**
 * Mocha's `spec` for the reader, and the same as JSON in the file that `TEST_REPORT_FILE` names.
 * The file follows every test, so that it tells how far a run came that hung or died.
 */
export class ReportingReporter extends reporters.Spec {
  constructor(runner: Runner, options: MochaOptions) {
    super(runner, options);
    const file = process.env[REPORT_FILE];
    if (file === undefined) return;
    const report: TestReport = { passed: [], failed: [], skipped: [], finished: false };
    const write = () => writeReport(file, report);
    runner.on('pass', (test: Test) => {
      report.passed.push({ title: test.fullTitle(), durationMs: test.duration ?? 0 });
      write();
    });
    runner.on('fail', (test: Test, error: Error) => {
      report.failed.push({ title: test.fullTitle(), message: error.stack ?? error.message });
      write();
    });
    runner.on('pending', (test: Test) => {
      report.skipped.push(test.fullTitle());
      write();
    });
    runner.on('end', () => {
      report.finished = true;
      write();
    });
    write();
  }
}
