import { sql } from 'kysely';
import type { EntityManager } from '../../database/orm.ts';

/** The words of what a search reads first, of `skills` as `s`, as the dictionary writes them. */
export const HEAD_WORDS = `to_tsvector('simple', skill_words(s.name || ' ' || s.display_name || ' ' || array_to_string(s.tags, ' ') || ' ' || s.description) || ' ' || replace(s.name, '-', ''))`;

/** The latest version of a skill, by ids. */
export interface LatestVersion {
  skillId: string;
  versionId: string;
}

/**
 * Takes up what a search needs of the skill's latest version beside its listing: the words of its README, and
 * all its words into the dictionary.
 */
export async function indexSkill(
  em: EntityManager,
  skillId: string,
  versionId: string,
): Promise<void> {
  await sql`insert into skill_documents (skill_id, doc)
    select ${skillId}, to_tsvector('english', skill_words(readme)) from versions where id = ${versionId}
    on conflict (skill_id) do update set doc = excluded.doc`.execute(em.getKysely());
  await takeUpWords(em, [{ skillId, versionId }]);
}

/**
 * Takes all words of skills into the dictionary of those who may see them. In their order, so that two who
 * publish never wait for each other in a circle.
 */
export async function takeUpWords(
  em: EntityManager,
  versions: readonly LatestVersion[],
): Promise<void> {
  await sql`
    with words as materialized (
      select case when s.members_only then s.publisher else '' end as publisher, w.word, max(w.is_head) as is_head
      from unnest(${versions.map(({ skillId }) => skillId)}::uuid[], ${versions.map(({ versionId }) => versionId)}::uuid[]) l (skill_id, version_id)
        join skills s on s.id = l.skill_id join versions v on v.id = l.version_id, lateral (
        select unnest(tsvector_to_array(${sql.raw(HEAD_WORDS)})) as word, 1 as is_head
        union all
        select unnest(tsvector_to_array(to_tsvector('simple', skill_words(v.readme)))), 0) w
      where length(w.word) between 2 and 64 group by 1, 2)
    insert into search_words (publisher, word, lexeme, skill_count)
    select publisher, word, coalesce((tsvector_to_array(to_tsvector('english', word)))[1], word), is_head
    from words order by publisher, word on conflict (publisher, word) do nothing`.execute(
    em.getKysely(),
  );
}

/** A skill, or all skills of a publisher. */
export type SkillsOf = { skillId: string } | { publisher: string };

/**
 * The words that the dictionary may have taken up from skills, those of earlier and withdrawn versions too; or from
 * some versions, and what their skills say today.
 */
export async function wordsOfSkills(
  em: EntityManager,
  of: SkillsOf | { versionIds: readonly string[] },
): Promise<string[]> {
  const { skills, versions } = meant(of);
  const { rows } = await sql<{ word: string }>`
    select unnest(tsvector_to_array(${sql.raw(HEAD_WORDS)})) as word from skills s where ${skills}
    union
    select unnest(tsvector_to_array(to_tsvector('simple', skill_words(v.readme || ' ' || v.listing::text))))
    from skills s join versions v on v.skill_id = s.id where ${versions}`.execute(em.getKysely());
  return rows.map(({ word }) => word);
}

function meant(of: SkillsOf | { versionIds: readonly string[] }) {
  if ('versionIds' in of) {
    const ids = sql`any(${[...of.versionIds]}::uuid[])`;
    const skills = sql<boolean>`s.id in (select skill_id from versions where id = ${ids})`;
    return { skills, versions: sql<boolean>`v.id = ${ids}` };
  }
  const skills =
    'skillId' in of
      ? sql<boolean>`s.id = ${of.skillId}`
      : sql<boolean>`s.publisher = ${of.publisher}`;
  return { skills, versions: skills };
}

/**
 * Takes those of the words that no skill has any more out of everybody's dictionary, and of those of publishers.
 * Each takes its rows in their order before it removes one, so that two who forget never wait in a circle.
 */
export async function forgetWords(
  em: EntityManager,
  words: readonly string[],
  publishers: readonly string[],
): Promise<void> {
  // As a quoted lexeme: what the parser made of a text may hold any character.
  const query = sql`('''' || replace(replace(w.lexeme, '\\', '\\\\'), '''', '''''') || '''')::tsquery`;
  const isForAll = sql`s.status = 'active' and not s.members_only`;
  // `offset 0` keeps the planner from joining, for which it would read all skills anew for every word.
  await sql`
    with gone as materialized (
      select w.word from search_words w where w.publisher = '' and w.word = any(${[...words]})
        and not exists (select from skills s where s.head @@ ${query} and ${isForAll} offset 0)
        and not exists (select from skill_documents d where d.doc @@ ${query}
          and exists (select from skills s where s.id = d.skill_id and ${isForAll} offset 0) offset 0)
      order by w.word for update)
    delete from search_words w using gone where w.publisher = '' and w.word = gone.word`.execute(
    em.getKysely(),
  );
  if (publishers.length === 0) return;
  // A publisher's skills are few among those that have a word: theirs are read once, whatever the number of words.
  await sql`
    with owned as materialized (
      select distinct s.publisher, l.lexeme
      from skills s left join skill_documents d on d.skill_id = s.id,
        lateral unnest(tsvector_to_array(s.head) || tsvector_to_array(coalesce(d.doc, ''))) l (lexeme)
      where s.publisher = any(${[...publishers]}) and s.status = 'active' and s.members_only),
    gone as materialized (
      select w.publisher, w.word from search_words w
      where w.publisher = any(${[...publishers]}) and w.word = any(${[...words]})
        and (w.publisher, w.lexeme) not in (select publisher, lexeme from owned)
      order by w.publisher, w.word for update)
    delete from search_words w using gone where w.publisher = gone.publisher and w.word = gone.word`.execute(
    em.getKysely(),
  );
}
