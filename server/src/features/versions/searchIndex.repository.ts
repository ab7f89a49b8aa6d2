import { sql } from 'kysely';
import type { EntityManager } from '../../database/orm.ts';

/**
 * Takes up what a search needs of the skill's latest version beside its listing: the words of its README, and
 * all its words into the dictionary. In the order of the words, so that two who publish never wait for each
 * other in a circle.
 */
export async function indexSkill(
  em: EntityManager,
  skillId: string,
  versionId: string,
): Promise<void> {
  const kysely = em.getKysely();
  await sql`insert into skill_documents (skill_id, doc)
    select ${skillId}, to_tsvector('english', skill_words(readme)) from versions where id = ${versionId}
    on conflict (skill_id) do update set doc = excluded.doc`.execute(kysely);
  await sql`insert into search_words (word, lexeme, skill_count)
    select word, coalesce((tsvector_to_array(to_tsvector('english', word)))[1], word), max(is_head)
    from (
      select unnest(tsvector_to_array(to_tsvector('simple', skill_words(name || ' ' || display_name || ' ' || array_to_string(tags, ' ') || ' ' || description) || ' ' || replace(name, '-', '')))) as word, 1 as is_head
        from skills where id = ${skillId}
      union all
      select unnest(tsvector_to_array(to_tsvector('simple', skill_words(readme)))), 0 from versions where id = ${versionId}
    ) w where length(word) between 2 and 64 group by word order by word on conflict (word) do nothing`.execute(
    kysely,
  );
}
