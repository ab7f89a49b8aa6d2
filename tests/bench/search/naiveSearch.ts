import type { IncomingMessage, ServerResponse } from 'node:http';
import type { EntityManager, Orm } from '@skill-marketplace/server/database';

/** Where the bench's server answers the naive way. */
export const NAIVE_PATH = '/bench/naive';

const PAGE_SIZE = 20;

/**
 * The naive way, as the first systems of this kind searched: a substring of name or description, the newest
 * first, a count, and one query for the ratings of every row. It knows no averages but those of the rating rows.
 */
export async function answerNaively(
  orm: Orm,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { searchParams } = new URL(request.url ?? '', 'http://bench');
  const em = orm.em.fork();
  const { where, values } = conditionOf(searchParams);
  const offset = (Number(searchParams.get('page') ?? 1) - 1) * PAGE_SIZE;
  const skills = await em.execute<{ id: string }[]>(
    `select s.id, s.publisher, s.name, s.display_name, s.description, s.category, s.tags, s.skill_type, s.author,
        s.latest_version, s.created_at
      from skills s where ${where} order by s.created_at desc limit ${PAGE_SIZE} offset ?`,
    [...values, offset],
  );
  const [counted] = await em.execute<{ total: number }[]>(
    `select count(*)::int as total from skills s where ${where}`,
    values,
  );
  const items = [];
  for (const skill of skills) items.push({ ...skill, ...(await ratingOf(em, skill.id)) });
  response.setHeader('content-type', 'application/json; charset=utf-8');
  response.end(JSON.stringify({ items, total: counted?.total ?? 0 }));
}

function conditionOf(asked: URLSearchParams): { where: string; values: (string | number)[] } {
  const conditions = [`s.status = 'active'`];
  const values: (string | number)[] = [];
  const query = asked.get('query');
  if (query !== null) {
    conditions.push('(s.display_name ilike ? or s.description ilike ?)');
    values.push(`%${query}%`, `%${query}%`);
  }
  const category = asked.get('category');
  if (category !== null) {
    conditions.push('s.category = ?');
    values.push(category);
  }
  const minRating = asked.get('minRating');
  if (minRating !== null) {
    conditions.push('(select avg(r.stars) from ratings r where r.skill_id = s.id) >= ?');
    values.push(Number(minRating));
  }
  return { where: conditions.join(' and '), values };
}

async function ratingOf(em: EntityManager, skillId: string): Promise<object> {
  const [rating] = await em.execute<object[]>(
    'select avg(stars)::float8 as average_rating, count(*)::int as rating_count from ratings where skill_id = ?',
    [skillId],
  );
  return rating ?? {};
}
