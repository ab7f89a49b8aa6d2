import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { ReportingReporter } from '../../support/reportingReporter.ts';

const TEST_TIMEOUT_MS = 60_000;

/**
 * Runs every `*.test.ts` beside or below this file inside the extension host of a VS Code, in the tests' own
 * host as on a desktop; rejects when a test failed. esbuild has made one CommonJS file of each
 * (`support/suiteBundle.ts`), which is what VS Code loads.
 */
export async function run(): Promise<void> {
  process.setSourceMapsEnabled(true);
  // Not a static import: the bundle would take it for a CommonJS module and lose its default.
  const { default: Mocha } = await import('mocha');
  const mocha = new Mocha({ timeout: TEST_TIMEOUT_MS, reporter: ReportingReporter });
  for (const file of readdirSync(__dirname, { recursive: true, encoding: 'utf8' }).sort()) {
    if (file.endsWith('.test.cjs')) mocha.addFile(join(__dirname, file));
  }
  const failures = await new Promise<number>((resolve) => {
    mocha.run(resolve);
  });
  if (failures > 0) throw new Error(`${failures} tests failed`);
}
