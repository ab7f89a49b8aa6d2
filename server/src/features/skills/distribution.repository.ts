import type { SkillDetail } from '@skill-marketplace/shared/contracts';
import { sql } from 'kysely';
import type { EntityManager } from '../../database/orm.ts';

/** Numbers of ratings of a skill with 1, 2, 3, 4 and 5 stars. */
export async function distributionOf(
  em: EntityManager,
  skillId: string,
): Promise<SkillDetail['ratingDistribution']> {
  const { rows } = await sql<Record<'n1' | 'n2' | 'n3' | 'n4' | 'n5', number>>`
    select ${sql.join([1, 2, 3, 4, 5].map((stars) => sql`count(*) filter (where stars = ${stars})::int as ${sql.ref(`n${stars}`)}`))}
    from ratings where skill_id = ${skillId}`.execute(em.getKysely());
  const counts = rows[0] ?? { n1: 0, n2: 0, n3: 0, n4: 0, n5: 0 };
  return [counts.n1, counts.n2, counts.n3, counts.n4, counts.n5];
}
