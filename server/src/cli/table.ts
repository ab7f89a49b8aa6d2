/** Rows as columns of equal width, for people; the first row has the headings. */
export function tableOf(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows
    .map(
      (row) =>
        `${row
          .map((cell, at) => cell.padEnd(widths[at] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}

/** A time to the minute in UTC, or a word where there is none. */
export function timeText(time: Date | null, otherwise: string): string {
  return time === null ? otherwise : `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
