import { z } from 'zod';
import { pagedBy } from './paging.ts';
import { Text } from './text.ts';

/** One change of state: who, what, before, after, when, in which request. */
export const AuditEvent = z.object({
  id: z.number().int(),
  at: z.date(),
  /** `null`: the server itself. The name is `null` for an account that is gone. */
  actor: z.object({ id: z.uuid(), name: z.string().nullable() }).nullable(),
  action: z.string(),
  subjectType: z.string(),
  subjectId: z.string(),
  /** What it is called today, as `acme/deploy 1.0.0`; `null` for what has no name, or is gone. */
  subjectName: z.string().nullable(),
  /** Only what changed. */
  before: z.unknown(),
  after: z.unknown(),
  requestId: z.string().nullable(),
});
export type AuditEvent = z.infer<typeof AuditEvent>;

/** Which events are meant; all conditions hold together. */
export const AuditFilter = z.object({
  /** Id or name of an account. */
  actor: Text.min(1).max(100).optional(),
  /** As `skill.rename`; with a dot at the end every action of that kind, as `skill.`. */
  action: Text.min(1).max(100).optional(),
  /** Id of what was changed, or the reference of a skill, which means its versions too. */
  subject: Text.min(1).max(200).optional(),
  from: z.date().optional(),
  /** Not itself included. */
  to: z.date().optional(),
});
export type AuditFilter = z.infer<typeof AuditFilter>;

/** Input of `audit.list`. */
export const AuditListInput = AuditFilter.extend(pagedBy(50)).prefault({});
export type AuditListInput = z.infer<typeof AuditListInput>;

/** One page of events, the newest first. */
export const AuditList = z.object({
  items: z.array(AuditEvent),
  nextCursor: z.string().nullable(),
});
export type AuditList = z.infer<typeof AuditList>;
