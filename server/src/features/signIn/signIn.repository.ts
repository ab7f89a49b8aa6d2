import { randomUUID } from 'node:crypto';
import type { SignInMethodId } from '@skill-marketplace/shared/contracts';
import { sql } from 'kysely';
import { lockNameInTransaction } from '../../database/advisoryLock.ts';
import type { EntityManager } from '../../database/orm.ts';
import { milliseconds } from '../../database/time.ts';
import { SignInAttempt } from './signInAttempt.entity.ts';

/** An attempt that may ask its provider now. */
export interface DueAttempt {
  id: string;
  method: SignInMethodId;
  device: string | null;
  sealedCode: string;
  intervalSeconds: number;
  /** Milliseconds since 1970. */
  createdAt: number;
}

/** Notes an attempt that begins. */
export async function addAttempt(
  em: EntityManager,
  attempt: Pick<
    SignInAttempt,
    'hash' | 'method' | 'device' | 'sealedCode' | 'intervalSeconds' | 'expiresAt'
  >,
): Promise<void> {
  await em.insert(SignInAttempt, { ...attempt, id: randomUUID(), createdAt: new Date() });
}

/**
 * Takes the attempt's turn to ask its provider: of several at once, on several servers, one gets it, and the
 * next one after the interval. `undefined` for an attempt that is not due, not known, over or expired.
 */
export async function takeTurn(em: EntityManager, hash: string): Promise<DueAttempt | undefined> {
  // Half a second for an answer that took longer on its way than the one before.
  const { rows } = await sql<DueAttempt>`
    update sign_in_attempts set polled_at = now()
    where hash = ${hash} and finished_at is null and expires_at > now()
      and coalesce(polled_at <= now() - make_interval(secs => interval_seconds - 0.5), true)
    returning id, method, device, sealed_code as "sealedCode", interval_seconds as "intervalSeconds",
      ${milliseconds(sql`created_at`)} as "createdAt"`.execute(em.getKysely());
  return rows[0];
}

/** The interval of an attempt that goes on; `over` when it has ended, `unknown` when there never was one. */
export async function stateOfAttempt(
  em: EntityManager,
  hash: string,
): Promise<number | 'over' | 'unknown'> {
  const { rows } = await sql<{ intervalSeconds: number; isOver: boolean }>`
    select interval_seconds as "intervalSeconds", finished_at is not null or expires_at <= now() as "isOver"
    from sign_in_attempts where hash = ${hash}`.execute(em.getKysely());
  const [row] = rows;
  if (row === undefined) return 'unknown';
  return row.isOver ? 'over' : row.intervalSeconds;
}

/** Has the attempt ask less often. */
export async function lengthenInterval(
  em: EntityManager,
  id: string,
  seconds: number,
): Promise<void> {
  await sql`
    update sign_in_attempts set interval_seconds = ${seconds} where id = ${id}`.execute(
    em.getKysely(),
  );
}

/** Ends an attempt in the caller's transaction; false when it has ended already. */
export async function endAttempt(em: EntityManager, id: string, proof?: string): Promise<boolean> {
  const { rows } = await sql`
    update sign_in_attempts set finished_at = now(), proof = ${proof ?? null}
    where id = ${id} and finished_at is null returning id`.execute(em.getKysely());
  return rows.length > 0;
}

/** True when some attempt was finished with that proof; no other transaction takes it until the caller's ends. */
export async function isProofTaken(em: EntityManager, proof: string): Promise<boolean> {
  await lockNameInTransaction(em, `sign-in proof ${proof}`);
  return (await em.count(SignInAttempt, { proof })) > 0;
}

/** Removes attempts that have been over for a day: their proofs are older than any new attempt by then. */
export async function deleteEndedAttempts(em: EntityManager): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from sign_in_attempts where expires_at < now() - interval '1 day'`.execute(
    em.getKysely(),
  );
  return Number(numAffectedRows ?? 0n);
}
