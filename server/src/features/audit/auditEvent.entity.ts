import { defineEntity, p } from '@mikro-orm/core';

const AuditEventSchema = defineEntity({
  name: 'AuditEvent',
  tableName: 'audit_events',
  properties: {
    id: p.bigint('number').primary().autoincrement(),
    at: p.datetime(),
    /** The user who did it; `null` for the server itself. No foreign key: the record outlives the account. */
    actorId: p.uuid().nullable(),
    action: p.string().length(100),
    subjectType: p.string().length(50),
    subjectId: p.string().length(200),
    before: p.json<unknown>().nullable(),
    after: p.json<unknown>().nullable(),
    requestId: p.string().length(100).nullable(),
  },
  indexes: [
    { name: 'audit_events_subject_index', properties: ['subjectId', 'id'] },
    { name: 'audit_events_actor_index', properties: ['actorId', 'id'] },
    {
      name: 'audit_events_action_index',
      expression:
        'create index "audit_events_action_index" on "audit_events" ("action" text_pattern_ops, "id")',
    },
  ],
  triggers: [
    {
      name: 'audit_events_append_only',
      timing: 'before',
      events: ['update', 'delete', 'truncate'],
      forEach: 'statement',
      expression:
        'create trigger "audit_events_append_only" before update or delete or truncate on "audit_events" for each statement execute function audit_events_refuse()',
    },
  ],
});

/** One change of state: who, what, before, after, when, in which request. The database itself refuses to change or remove one. */
export class AuditEvent extends AuditEventSchema.class {}
AuditEventSchema.setClass(AuditEvent);
