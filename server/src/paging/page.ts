/** A row with its place in a keyset order, as texts. */
export interface Positioned {
  position: string[];
}

/** A page of rows, and where the next one starts; rows were asked for with one more than `limit`. */
export function splitPage<T extends Positioned>(
  rows: readonly T[],
  limit: number,
): { page: T[]; next: string[] | undefined } {
  const page = rows.slice(0, limit);
  return { page, next: rows.length > page.length ? page.at(-1)?.position : undefined };
}
