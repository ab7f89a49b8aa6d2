import type { LayerResult, TestFailure } from './layerRunner.ts';

/**
 * What ends a run: the tests that failed once more, a table, and the line `N passed, N failed,
 * N skipped`, which others read.
 */
export function summaryOf(results: readonly LayerResult[]): string {
  const width = Math.max(...results.map(({ name }) => name.length));
  const total = (count: 'passed' | 'failed' | 'skipped') =>
    results.reduce((sum, result) => sum + result[count], 0);
  return [
    ...results.flatMap(({ failures }) => failures.map(failureText)),
    ...results.map((result) => lineOf(result, width)),
    '',
    `${total('passed')} passed, ${total('failed')} failed, ${total('skipped')} skipped`,
    '',
  ].join('\n');
}

function lineOf(result: LayerResult, width: number): string {
  const { name, passed, failed, skipped, durationMs, remark } = result;
  const counts = [
    `${String(passed).padStart(6)} passed`,
    `${String(failed).padStart(3)} failed`,
    `${String(skipped).padStart(3)} skipped`,
    `${(durationMs / 1_000).toFixed(1).padStart(7)} s`,
  ].join('  ');
  return `${name.padEnd(width)}${counts}${remark === undefined ? '' : `  ${remark}`}`;
}

function failureText({ file, title, message }: TestFailure): string {
  return `✘ ${file}: ${title}\n${message.replaceAll(/^/gm, '    ')}\n`;
}
