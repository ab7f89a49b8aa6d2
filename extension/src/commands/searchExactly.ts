import { isSearchRow } from '../picks/subject.ts';
import type { Services } from '../services.ts';

/** Searches for the words of the row as they were written. */
export function searchExactly({ browse }: Services, row: unknown): void {
  if (isSearchRow(row)) browse.search({ ...row.request, exact: true });
}
