import { EVERYTHING } from '../search/searchRequest.ts';
import type { Services } from '../services.ts';

/** Shows the whole catalogue again. */
export function clearSearch({ browse }: Services): void {
  browse.search(EVERYTHING);
}
