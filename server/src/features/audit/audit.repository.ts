import type { CallScope } from '../accounts/scope.ts';
import { AuditEvent } from './auditEvent.entity.ts';

/** What is written of one change; `before` and `after` hold only what changed, never a secret. */
export interface Change {
  action: string;
  subjectType: 'skill' | 'version' | 'rating' | 'install' | 'user' | 'token';
  subjectId: string;
  before?: unknown;
  after?: unknown;
}

/** Records a change in the caller's unit of work, so that both are committed or neither. */
export function recordChange(
  scope: Pick<CallScope, 'em' | 'actor'> & { requestId?: string },
  change: Change,
): void {
  scope.em.create(AuditEvent, {
    at: new Date(),
    actorId: scope.actor.user?.id ?? null,
    action: change.action,
    subjectType: change.subjectType,
    subjectId: change.subjectId,
    before: change.before ?? null,
    after: change.after ?? null,
    requestId: scope.requestId ?? null,
  });
}
