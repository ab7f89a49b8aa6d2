import { z } from 'zod';
import { pagedBy } from './paging.ts';
import { Slug } from './reference.ts';

/** Input of `publishers.members`: of one publisher, or of all that the caller belongs to; an admin's are all there are. */
export const MemberListInput = z
  .object({
    publisher: Slug.optional(),
    ...pagedBy(20),
  })
  .prefault({});
export type MemberListInput = z.infer<typeof MemberListInput>;

/** Somebody who publishes under a publisher. */
export const Member = z.object({
  publisher: z.string(),
  user: z.string(),
  /** Since when the account may do nothing; `null` where it is enabled. */
  disabledAt: z.date().nullable(),
});
export type Member = z.infer<typeof Member>;

/** One page of members, by publisher and name. */
export const MemberList = z.object({ items: z.array(Member), nextCursor: z.string().nullable() });
export type MemberList = z.infer<typeof MemberList>;
