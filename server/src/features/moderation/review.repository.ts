import type { Diagnostic } from '@skill-marketplace/shared/contracts';
import { sql } from 'kysely';
import type { EntityManager } from '../../database/orm.ts';
import { milliseconds } from '../../database/time.ts';

/** A version that waits for a decision. */
export interface WaitingVersion {
  publisher: string;
  name: string;
  version: string;
  /** Who brought it in; `null` for an account that is gone. */
  createdBy: string | null;
  /** Milliseconds since 1970. */
  createdAt: number;
  diagnostics: Diagnostic[];
}

/** The versions that wait for review, the longest waiting first, at most `limit`; withdrawn ones need no decision. */
export async function waitingVersions(em: EntityManager, limit: number): Promise<WaitingVersion[]> {
  const { rows } = await sql<WaitingVersion>`
    select s.publisher, s.name, v.version, u.name as "createdBy", ${milliseconds(sql`v.created_at`)} as "createdAt",
      v.analysis->'diagnostics' as diagnostics
    from versions v join skills s on s.id = v.skill_id left join users u on u.id = v.created_by_id
    where v.decision = 'undecided' and v.scan <> 'clean' and v.yanked_at is null
    order by v.created_at, v.id limit ${limit}`.execute(em.getKysely());
  return rows;
}
