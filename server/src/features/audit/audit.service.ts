import type {
  AuditEvent,
  AuditFilter,
  AuditList,
  AuditListInput,
} from '@skill-marketplace/shared/contracts';
import { notAllowed } from '../../errors/failures.ts';
import type { CursorCodec } from '../../paging/cursor.ts';
import type { CallScope } from '../accounts/scope.ts';
import { can } from '../policy/can.ts';
import { eventsBeyond } from './audit.repository.ts';
import { toAuditEvent } from './audit.view.ts';

/** Events that are read at once while all of them are given out. */
const BATCH = 1000;

/** Lets admins read the record of changes. */
export class AuditService {
  readonly #cursors: CursorCodec;

  constructor(cursors: CursorCodec) {
    this.#cursors = cursors;
  }

  /** One page of the events under a filter, the newest first. */
  async list(scope: CallScope, { cursor, limit, ...filter }: AuditListInput): Promise<AuditList> {
    requireAdmin(scope);
    const question = JSON.stringify(['audit.list', filter]);
    const [position] = this.#cursors.decode(question, cursor) ?? [];
    const below = position === undefined ? undefined : Number(position);
    const rows = await eventsBeyond(scope.em, filter, 'newest', below, limit + 1);
    const page = rows.slice(0, limit);
    const last = rows.length > limit ? page.at(-1) : undefined;
    return {
      items: page.map(toAuditEvent),
      nextCursor: this.#cursors.encode(question, last && [String(last.id)]),
    };
  }

  /** All events under a filter, the oldest first, a batch at a time. */
  async *all(scope: CallScope, filter: AuditFilter): AsyncGenerator<AuditEvent> {
    requireAdmin(scope);
    let above: number | undefined;
    for (;;) {
      const rows = await eventsBeyond(scope.em, filter, 'oldest', above, BATCH);
      yield* rows.map(toAuditEvent);
      above = rows.at(-1)?.id;
      if (rows.length < BATCH) return;
    }
  }
}

function requireAdmin({ actor }: Pick<CallScope, 'actor'>): void {
  if (!can(actor, 'administer')) throw notAllowed('Only an admin reads the record of changes.');
}
