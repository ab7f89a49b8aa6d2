import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import Mocha from 'mocha';
import { endShared, keepShared } from './acrossFiles.ts';
import { FILE_MARK } from './laneOutput.ts';
import { testsRoot } from './paths.ts';
import { ReportingReporter } from './reportingReporter.ts';
import { REPORT_FILE, reportOf, TESTS_FAILED, writeReport } from './testReport.ts';

// One of the processes that run a layer: takes a file that none has taken yet, runs it by mocha, and
// reports of it apart, until there are no more. So a file that takes long, or brings its process
// down, leaves the others to the next process.

const { values, positionals: files } = parseArgs({
  options: {
    timeout: { type: 'string', default: '60000' },
    reports: { type: 'string', default: '' },
    claims: { type: 'string', default: '' },
    /** How long the process may take to end by itself; longer means that something is left open. */
    'end-limit': { type: 'string', default: '30000' },
  },
  allowPositionals: true,
});

let running: Mocha.Runner | undefined;
let interrupted = false;
process.once('SIGINT', () => {
  interrupted = true;
  running?.abort();
});

keepShared();
for (const [index, file] of files.entries()) {
  if (interrupted) break;
  if (!claim(String(index))) continue;
  process.stdout.write(`\n${FILE_MARK}${file}\n`);
  if ((await failuresIn(file)) > 0) process.exitCode = TESTS_FAILED;
}
await endShared();
setTimeout(() => {
  const left = process.getActiveResourcesInfo().join(', ');
  process.stdout.write(`\n${FILE_MARK}a test left something open: ${left}\n`);
  process.exit(1);
}, Number(values['end-limit'])).unref();

/** True for the first process that asks. */
function claim(name: string): boolean {
  try {
    closeSync(openSync(join(values.claims, name), 'wx'));
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

async function failuresIn(file: string): Promise<number> {
  const report = reportOf(values.reports, file);
  // For the reporter, and for what the tests name after their file.
  process.env[REPORT_FILE] = report;
  const mocha = new Mocha({
    timeout: Number(values.timeout),
    reporter: ReportingReporter,
    // `.only` would leave out the rest of its file.
    forbidOnly: true,
  });
  mocha.addFile(join(testsRoot, file));
  try {
    await mocha.loadFilesAsync();
  } catch (error) {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stdout.write(`${message}\n`);
    const failed = [{ title: 'can be loaded', message }];
    writeReport(report, { passed: [], failed, skipped: [], finished: true });
    return 1;
  }
  return await new Promise((resolve) => {
    running = mocha.run(resolve);
  });
}
