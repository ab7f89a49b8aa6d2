import type { Diagnostic } from '@skill-marketplace/shared/contracts';
import { sql } from 'kysely';
import type { EntityManager } from '../../database/orm.ts';
import { milliseconds } from '../../database/time.ts';

/** A version that waits for a decision, with its place in the order. */
export interface WaitingRow {
  id: string;
  skillId: string;
  source: string;
  publisher: string;
  name: string;
  version: string;
  digest: string;
  createdById: string | null;
  /** Who brought it in; `null` for an account that is gone. */
  createdBy: string | null;
  /** Milliseconds since 1970. */
  createdAt: number;
  diagnostics: Diagnostic[];
  position: string[];
}

/** One page of the versions that wait for review, the longest waiting first, and one row more when there is a next page; withdrawn ones need no decision. */
export async function waitingVersions(
  em: EntityManager,
  limit: number,
  after: readonly string[] | undefined,
): Promise<WaitingRow[]> {
  const { rows } = await sql<WaitingRow>`
    select v.id, s.id as "skillId", s.source, s.publisher, s.name, v.version, b.digest, u.id as "createdById", u.name as "createdBy",
      ${milliseconds(sql`v.created_at`)} as "createdAt", v.analysis->'diagnostics' as diagnostics,
      array[v.created_at::text, v.id::text] as position
    from versions v join skills s on s.id = v.skill_id join bundles b on b.id = v.bundle_id
      left join users u on u.id = v.created_by_id
    where v.decision = 'undecided' and v.scan <> 'clean' and v.yanked_at is null
      and ${after === undefined ? sql`true` : sql`(v.created_at, v.id) > (${after[0]}::timestamptz, ${after[1]}::uuid)`}
    order by v.created_at, v.id limit ${limit + 1}`.execute(em.getKysely());
  return rows;
}
