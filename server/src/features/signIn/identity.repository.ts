import { sql } from 'kysely';
import { lockNameInTransaction } from '../../database/advisoryLock.ts';
import type { EntityManager } from '../../database/orm.ts';
import type { SignedInPerson } from './signInProvider.ts';

type Whom = Pick<SignedInPerson, 'issuer' | 'subject'>;

/** Id of the account of whom a provider vouches for; nobody else makes one until the transaction ends. */
export async function userOfIdentity(
  em: EntityManager,
  { issuer, subject }: Whom,
): Promise<string | undefined> {
  await lockNameInTransaction(em, `identity ${issuer} ${subject}`);
  const { rows } = await sql<{ userId: string }>`
    update identities set last_sign_in_at = now()
    where issuer = ${issuer} and subject = ${subject} returning user_id as "userId"`.execute(
    em.getKysely(),
  );
  return rows[0]?.userId;
}

/** Says whose account it is from now on. */
export async function addIdentity(
  em: EntityManager,
  { issuer, subject }: Whom,
  userId: string,
): Promise<void> {
  await sql`
    insert into identities (issuer, subject, user_id, created_at, last_sign_in_at)
    values (${issuer}, ${subject}, ${userId}, now(), now())`.execute(em.getKysely());
}
