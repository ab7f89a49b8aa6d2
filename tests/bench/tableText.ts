import type { BenchResult, BenchTable } from './bench.ts';

/** A report with where and on what it was measured. */
export interface BenchReport extends BenchResult {
  name: string;
  commit: string;
  node: string;
  platform: string;
  seconds: number;
}

/** The report as Markdown, so that it can stand in a README. */
export function textOf({ tables, goals, ...measured }: BenchReport): string {
  const { name, commit, node, platform, seconds } = measured;
  return [
    `# ${name}: ${commit}, Node ${node}, ${platform}, ${seconds} s`,
    ...tables.map(tableText),
    ...goals.map(
      ({ what, reached, measured: value }) =>
        `${reached ? 'reached' : 'MISSED'}: ${what}: ${value}`,
    ),
    '',
  ].join('\n\n');
}

function tableText({ title, columns, rows }: BenchTable): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    title,
    '',
    line(columns),
    line(columns.map(() => '---')),
    ...rows.map((cells) => line(cells.map(cellText))),
  ].join('\n');
}

/** Three significant digits, and no exponent. */
function cellText(cell: string | number): string {
  if (typeof cell === 'string') return cell;
  if (Number.isInteger(cell) || Math.abs(cell) >= 1000) return String(Math.round(cell));
  return String(Number(cell.toPrecision(3)));
}
