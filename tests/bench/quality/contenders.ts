import type { EntityManager } from '@skill-marketplace/server/database';
import MiniSearch from 'minisearch';
import type { Hub } from '../../support/app.ts';

/** A way to search the same skills; answers at most ten references, the best first. */
export interface Contender {
  name: string;
  search(query: string): Promise<string[]>;
}

const LIMIT = 10;

/** A skill's texts, as the others see them. */
export interface SkillText {
  reference: string;
  name: string;
  tags: string;
  description: string;
}

/** Ours over HTTP, MiniSearch with its customary settings, and the naive way, over the skills of the hub. */
export function contendersOf(hub: Hub, texts: readonly SkillText[]): Contender[] {
  return [ours(hub), miniSearch(texts), naive(hub.orm.em.fork())];
}

/** The texts of all skills that a search may show. */
export async function skillTexts({ orm }: Hub): Promise<SkillText[]> {
  return await orm.em.fork().execute<SkillText[]>(
    `select publisher || '/' || name as reference, name, array_to_string(tags, ' ') as tags, description
      from skills where status = 'active' order by 1`,
  );
}

function ours({ client }: Hub): Contender {
  return {
    name: 'ours',
    async search(query) {
      const { items } = await client.skills.search.query({
        query,
        sort: 'relevance',
        limit: LIMIT,
      });
      return items.map(({ reference }) => reference);
    },
  };
}

function miniSearch(texts: readonly SkillText[]): Contender {
  const index = new MiniSearch<SkillText>({
    idField: 'reference',
    fields: ['name', 'tags', 'description'],
    searchOptions: { boost: { name: 3, tags: 2 }, prefix: true, fuzzy: 0.2 },
  });
  index.addAll(texts);
  return {
    name: 'MiniSearch',
    search: async (query) =>
      index
        .search(query)
        .slice(0, LIMIT)
        .map(({ id }) => String(id)),
  };
}

/** The whole query as one substring, the most installed first. */
function naive(em: EntityManager): Contender {
  return {
    name: 'ILIKE',
    async search(query) {
      const pattern = `%${query}%`;
      const rows = await em.execute<{ reference: string }[]>(
        `select publisher || '/' || name as reference from skills
          where status = 'active' and (name ilike ? or display_name ilike ? or description ilike ?)
          order by install_count desc, name limit ${LIMIT}`,
        [pattern, pattern, pattern],
      );
      return rows.map(({ reference }) => reference);
    },
  };
}
