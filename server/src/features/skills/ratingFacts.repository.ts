import type { SkillDetail } from '@skill-marketplace/shared/contracts';
import { sql } from 'kysely';
import type { EntityManager } from '../../database/orm.ts';

/** What the page of a skill says of its ratings. */
export type RatingFacts = Pick<
  SkillDetail,
  | 'averageRating'
  | 'ratingCount'
  | 'verifiedRatingCount'
  | 'ratingDistribution'
  | 'verifiedRatingDistribution'
  | 'verifiedAverageRating'
>;

/**
 * The ratings of a skill counted, all and the verified ones apart; hidden ones count nowhere. One statement
 * gives all of it, so that the figures of a page agree also while people rate.
 */
export async function ratingsOf(em: EntityManager, skillId: string): Promise<RatingFacts> {
  const { rows } = await sql<{ stars: number; all: number; verified: number }>`
    select n as stars, count(r.id)::int as all, count(r.id) filter (where r.verified)::int as verified
    from generate_series(1, 5) n left join ratings r on r.stars = n and r.skill_id = ${skillId} and not r.hidden
    group by n order by n`.execute(em.getKysely());
  const distribution = distributionOf(rows.map(({ all }) => all));
  const verified = distributionOf(rows.map((row) => row.verified));
  return {
    ratingDistribution: distribution,
    ratingCount: countOf(distribution),
    averageRating: meanOf(distribution),
    verifiedRatingDistribution: verified,
    verifiedRatingCount: countOf(verified),
    verifiedAverageRating: meanOf(verified),
  };
}

function distributionOf(counts: readonly number[]): SkillDetail['ratingDistribution'] {
  const [one = 0, two = 0, three = 0, four = 0, five = 0] = counts;
  return [one, two, three, four, five];
}

function countOf(distribution: readonly number[]): number {
  return distribution.reduce((sum, number) => sum + number, 0);
}

/** 0 for none, as everywhere. */
function meanOf(distribution: readonly number[]): number {
  const sum = distribution.reduce((stars, number, index) => stars + number * (index + 1), 0);
  return sum === 0 ? 0 : sum / countOf(distribution);
}
