import type { LayerResult } from './layerRunner.ts';

/**
 * The table and the line that end a run: the last line is `N passed, N failed, N skipped`, which
 * others read.
 */
export function summaryOf(results: readonly LayerResult[]): string {
  const width = Math.max(...results.map(({ name }) => name.length));
  const total = (count: 'passed' | 'failed' | 'skipped') =>
    results.reduce((sum, result) => sum + result[count], 0);
  return [
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
