import process from 'node:process';
import { startMarketplace } from './marketplace.ts';
import { extensionRoot } from './paths.ts';
import { bundleSuite } from './suiteBundle.ts';
import { runSuite } from './suiteRunner.ts';
import { temporaryFolder } from './temporaryFolder.ts';
import { reportOf, TESTS_FAILED, writeReport, type TestReport } from './testReport.ts';

// The vscode layer's program: runs the suite in a real VS Code, with a marketplace on this computer
// that the extension finds by itself, and reports as mocha does in the other layers.
const report = await runInVsCode();
show(report);
const [, , reports] = process.argv;
if (reports !== undefined) writeReport(reportOf(reports, 'suite'), report);
process.exitCode = report.failed.length > 0 ? TESTS_FAILED : 0;

async function runInVsCode(): Promise<TestReport> {
  const suite = await bundleSuite();
  await using marketplace = await startMarketplace();
  await using workspace = await temporaryFolder('workspace');
  return await runSuite({
    extension: extensionRoot,
    suite,
    open: workspace.path,
    vscode: { env: { XDG_STATE_HOME: marketplace.stateHome } },
  });
}

function show({ passed, failed, skipped }: TestReport): void {
  const lines = [
    ...passed.map(({ title, durationMs }) => `  ✔ ${title} (${durationMs}ms)`),
    ...skipped.map((title) => `  - ${title}`),
    ...failed.map(({ title, message }) => `  ✘ ${title}\n${message.replaceAll(/^/gm, '      ')}`),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}
