import { sql, type RawBuilder } from 'kysely';
import {
  parseReference,
  VersionDecision,
  type AuditFilter,
} from '@skill-marketplace/shared/contracts';
import { milliseconds } from '../../database/time.ts';
import type { EntityManager } from '../../database/orm.ts';
import type { CallScope } from '../accounts/scope.ts';
import { AuditEvent } from './auditEvent.entity.ts';

/** What is written of one change; `before` and `after` hold only what changed, never a secret. */
export interface Change {
  action: string;
  subjectType:
    | 'skill'
    | 'version'
    | 'digest'
    | 'rating'
    | 'install'
    | 'user'
    | 'token'
    | 'agent'
    | 'publisher'
    | 'signIn'
    | 'policy';
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

/** An event as it is listed. */
export interface EventRow {
  id: number;
  /** Milliseconds since 1970. */
  at: number;
  actorId: string | null;
  actorName: string | null;
  action: string;
  subjectType: string;
  subjectId: string;
  subjectName: string | null;
  before: unknown;
  after: unknown;
  requestId: string | null;
}

/** What the subject of the event `e` is called today; the ids of some kinds are no uuids. */
const SUBJECT_NAME = sql`case when e.subject_id ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then case e.subject_type
    when 'skill' then (select publisher || '/' || name from skills where id = e.subject_id::uuid)
    when 'version' then (select s.publisher || '/' || s.name || ' ' || v.version
      from versions v join skills s on s.id = v.skill_id where v.id = e.subject_id::uuid)
    when 'rating' then (select s.publisher || '/' || s.name
      from ratings r join skills s on s.id = r.skill_id where r.id = e.subject_id::uuid)
    when 'install' then (select s.publisher || '/' || s.name
      from installs i join skills s on s.id = i.skill_id where i.id = e.subject_id::uuid)
    when 'user' then (select name from users where id = e.subject_id::uuid)
    when 'token' then (select name from tokens where id = e.subject_id::uuid)
  end end`;

/** Events under a filter beyond an id, at most `limit`: the newest first below it, or the oldest first above it. */
export async function eventsBeyond(
  em: EntityManager,
  filter: AuditFilter,
  order: 'newest' | 'oldest',
  beyond: number | undefined,
  limit: number,
): Promise<EventRow[]> {
  const after = order === 'newest' ? sql`e.id < ${beyond}` : sql`e.id > ${beyond}`;
  const { rows } = await sql<EventRow>`
    select e.id::float8 as id, ${milliseconds(sql`e.at`)} as at, e.actor_id as "actorId", u.name as "actorName", e.action,
      e.subject_type as "subjectType", e.subject_id as "subjectId", ${SUBJECT_NAME} as "subjectName", e.before, e.after, e.request_id as "requestId"
    from audit_events e left join users u on u.id = e.actor_id
    where ${conditionOf(filter)} and ${beyond === undefined ? sql`true` : after}
    order by e.id ${order === 'newest' ? sql`desc` : sql`asc`} limit ${limit}`.execute(
    em.getKysely(),
  );
  return rows;
}

/** What people decided last about each of those versions, by its id. */
export async function decisionsAbout(
  em: EntityManager,
  versionIds: readonly string[],
): Promise<Map<string, VersionDecision>> {
  if (versionIds.length === 0) return new Map();
  const actions = VersionDecision.shape.action.options;
  const { rows } = await sql<{ id: string; at: number } & Omit<VersionDecision, 'at'>>`
    select distinct on (e.subject_id) e.subject_id as id, substr(e.action, length('version.') + 1) as action, u.name as by,
      e.after->>'reason' as reason, ${milliseconds(sql`e.at`)} as at
    from audit_events e left join users u on u.id = e.actor_id
    where e.subject_type = 'version' and e.subject_id = any(${[...versionIds]})
      and e.action = any(${actions.map((action) => `version.${action}`)})
    order by e.subject_id, e.id desc`.execute(em.getKysely());
  return new Map(rows.map(({ id, at, ...decision }) => [id, { ...decision, at: new Date(at) }]));
}

function conditionOf({ actor, action, subject, from, to }: AuditFilter): RawBuilder<boolean> {
  const conditions = [
    sql`true`,
    ...(actor === undefined
      ? []
      : [
          sql`e.actor_id = any(array(select u.id from users u where lower(u.name) = lower(${actor}) or u.id::text = ${actor}))`,
        ]),
    ...(action === undefined
      ? []
      : [action.endsWith('.') ? sql`e.action ^@ ${action}` : sql`e.action = ${action}`]),
    ...(subject === undefined ? [] : [sql`e.subject_id = any(${subjectsOf(subject)})`]),
    ...(from === undefined ? [] : [sql`e.at >= ${from}`]),
    ...(to === undefined ? [] : [sql`e.at < ${to}`]),
  ];
  return sql`${sql.join(conditions, sql` and `)}`;
}

/** Ids by text; what the record calls a subject stands for it, and a skill's reference, one that it had before as well, for its versions too. */
function subjectsOf(subject: string): RawBuilder<string[]> {
  const [text = subject, version] = subject.split(' ', 2);
  const reference = parseReference(text);
  if (reference === undefined) {
    return sql`array(select ${subject} union all select id::text from users where lower(name) = lower(${subject}))`;
  }
  const { source = 'local', publisher, name } = reference;
  return sql`array(
    with skill as (
      select id from skills where source = ${source} and publisher = ${publisher} and name = ${name}
      union select skill_id from skill_redirects where source = ${source} and publisher = ${publisher} and name = ${name}
    )
    select id::text from skill where ${version === undefined}
    union all select v.id::text from versions v where v.skill_id in (select id from skill)
      and ${version === undefined ? sql`true` : sql`v.version = ${version}`})`;
}
