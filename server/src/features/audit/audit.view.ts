import type { AuditEvent } from '@skill-marketplace/shared/contracts';
import type { EventRow } from './audit.repository.ts';

/** Maps an event to its contract. */
export function toAuditEvent({ actorId, actorName, at, ...event }: EventRow): AuditEvent {
  return {
    ...event,
    at: new Date(at),
    actor: actorId === null ? null : { id: actorId, name: actorName },
  };
}
