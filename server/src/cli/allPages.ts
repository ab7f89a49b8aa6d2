/** One page of a list, and where the next one starts. */
interface Page<T> {
  items: readonly T[];
  nextCursor: string | null;
}

/** Everything that a list gives, page after page. */
export async function allPages<T>(
  pageAt: (cursor: string | undefined) => Promise<Page<T>>,
): Promise<T[]> {
  const all: T[] = [];
  let cursor: string | undefined;
  do {
    const page = await pageAt(cursor);
    all.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return all;
}
