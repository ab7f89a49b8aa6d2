import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { launchChromium } from './chromium.ts';
import { developIn } from './developmentWindow.ts';
import { artifactsRoot } from './paths.ts';
import { readReport, REPORT_FILE, type TestReport } from './testReport.ts';
import { startVsCode, type VsCode, type VsCodeOptions } from './vscodeHost.ts';

const SUITE_TIMEOUT_MS = 5 * 60_000;

/** What a suite runs in. */
export interface SuiteOptions {
  /** The folder of the extension under development. */
  readonly extension: string;
  /** The suite's entry, as `bundleSuite()` gives it. */
  readonly suite: string;
  /** The folder that the window opens. */
  readonly open: string;
  readonly vscode?: VsCodeOptions;
  /** Sees every line of the window's console. */
  readonly onConsole?: (line: string) => void;
}

/**
 * Runs a suite inside the extension host of a real VS Code and gives its report; throws with the
 * end of both logs when the suite did not come to its end.
 */
export async function runSuite(options: SuiteOptions): Promise<TestReport> {
  const reportFile = join(artifactsRoot, 'reports', 'suite.json');
  await rm(reportFile, { force: true });
  await using vscode = await startVsCode({
    ...options.vscode,
    env: { ...options.vscode?.env, [REPORT_FILE]: reportFile },
  });
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    const lines: string[] = [];
    page.on('console', (message) => {
      lines.push(message.text());
      options.onConsole?.(message.text());
    });
    await ended(page, vscode, options);
    const report = readReport(reportFile);
    if (report?.finished === true) return report;
    await page.screenshot({ path: join(artifactsRoot, 'suite-failed.png') });
    throw new Error(
      [
        'The suite did not come to its end.',
        ...(report === undefined ? [] : [`Its last test: ${lastTitle(report)}`]),
        'The window said:',
        ...lines.slice(-20),
        'The server said:',
        vscode.output().slice(-2_000),
      ].join('\n'),
    );
  } finally {
    await browser.close();
  }
}

/** Opens the window that runs the suite; resolves when the suite ended, crashed or took too long. */
async function ended(page: Page, vscode: VsCode, options: SuiteOptions): Promise<void> {
  const end = Promise.withResolvers<void>();
  const tooLong = setTimeout(end.resolve, SUITE_TIMEOUT_MS);
  try {
    page.on('crash', () => end.resolve());
    // The workbench calls these two in a window that runs tests.
    await page.exposeFunction('codeAutomationLog', () => undefined);
    await page.exposeFunction('codeAutomationExit', () => end.resolve());
    await developIn(page, vscode.authority, {
      extension: options.extension,
      tests: options.suite,
    });
    await page.goto(vscode.url(options.open));
    await end.promise;
  } finally {
    clearTimeout(tooLong);
  }
}

function lastTitle(report: TestReport): string {
  const titles = [...report.passed, ...report.failed].map(({ title }) => title);
  return titles.at(-1) ?? 'none';
}
