import { SkillList } from '../browse/skillList.ts';
import type { Services } from '../services.ts';

/** Shows the next page of the list whose last row was clicked. */
export function loadMore({ browse }: Services, row: unknown): void {
  if (typeof row !== 'object' || row === null || !('list' in row)) return;
  if (row.list instanceof SkillList) browse.loadMore(row.list);
}
