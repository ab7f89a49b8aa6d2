import { z } from 'zod';

/** Where a page goes on, as the page before gave it; opaque. */
const Cursor = z.string().max(2048);

/** Which page of a list is asked for: where it begins, and how many it has, `usual` unless said otherwise. */
export function pagedBy(usual: number) {
  return {
    cursor: Cursor.optional(),
    limit: z.number().int().min(1).max(100).default(usual),
  };
}
