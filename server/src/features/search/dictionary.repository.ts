import { sql, type RawBuilder } from 'kysely';
import type { EntityManager } from '../../database/orm.ts';
import { forgetWords, HEAD_WORDS } from '../versions/searchIndex.repository.ts';
import { abortOf } from './abortable.ts';

/** What the catalogue knows of a word. */
export interface KnownWord {
  /** As it was asked. */
  word: string;
  /** As vectors have it: its stem. */
  lexeme: string;
  /** Some skill has it, in another form perhaps. */
  isKnown: boolean;
  /** Skills whose name, tags or description have it, in any form; as of the last count. */
  skillCount: number;
  /** Of the word that may still be typed: some known word begins so. */
  isBeginning: boolean;
  /** The same of skills with words that begin so; a skill counts for each of them. */
  begunCount: number;
}

/** Whose words are known beside everyone's: those of these publishers, or (`undefined`) of all. */
export type WordsOf = readonly string[] | undefined;

/** Looks words up as the catalogue writes them, and what the `open` one may become; one statement. */
export async function lookUpWords(
  em: EntityManager,
  words: readonly string[],
  open: string | undefined,
  wordsOf: WordsOf,
): Promise<Map<string, KnownWord>> {
  const { rows } = await sql<KnownWord>`
    select q.word, q.lexeme,
      exists (select from search_words d where d.word = q.folded and ${isKnownTo(wordsOf)})
        or exists (select from search_words d where d.lexeme = q.lexeme and ${isKnownTo(wordsOf)}) as "isKnown",
      coalesce((select sum(d.skill_count)::int from search_words d where d.lexeme = q.lexeme and ${isKnownTo(wordsOf)}), 0) as "skillCount",
      coalesce(b.count > 0, false) as "isBeginning", coalesce(b.skills, 0) as "begunCount"
    from (select word, folded, coalesce((tsvector_to_array(to_tsvector('english', folded)))[1], folded) as lexeme
      from (select word, skill_fold(word) as folded from unnest(${[...words]}::text[]) word) w) q
    left join lateral (select count(*)::int as count, sum(d.skill_count)::int as skills
      from search_words d where d.word like q.folded || '%' and ${isKnownTo(wordsOf)}) b on q.word = ${open ?? null}::text`.execute(
    em.getKysely(),
    abortOf(em),
  );
  return new Map(rows.map((row) => [row.word, row]));
}

function isKnownTo(wordsOf: WordsOf): RawBuilder<boolean> {
  if (wordsOf === undefined) return sql`true`;
  return sql`d.publisher = any(${['', ...wordsOf]})`;
}

/** A word that is spelt almost so, and how many skills have it. */
export interface SimilarWord {
  word: string;
  skillCount: number;
}

/** The words that share most letters in a row (trigrams) with this one, or differ by a swapped pair; at most 20. */
export async function similarWords(
  em: EntityManager,
  word: string,
  wordsOf: WordsOf,
): Promise<SimilarWord[]> {
  const { rows } = await sql<SimilarWord>`
    select word, sum(skill_count)::int as "skillCount" from search_words d
    where ${isKnownTo(wordsOf)} and (word % skill_fold(${word}) or word = any(${swapped(word)}::text[])) and length(word) between ${word.length - 2} and ${word.length + 2}
    group by word
    order by word = any(${swapped(word)}::text[]) desc, similarity(word, skill_fold(${word})) desc, sum(skill_count) desc limit 20`.execute(
    em.getKysely(),
    abortOf(em),
  );
  return rows;
}

/** The word with each two neighbours swapped: in a short one they leave too few trigrams to be found by. */
function swapped(word: string): string[] {
  return Array.from(
    { length: word.length - 1 },
    (_, at) => `${word.slice(0, at)}${word.charAt(at + 1)}${word.charAt(at)}${word.slice(at + 2)}`,
  ).filter((text) => text.isWellFormed());
}

/** Of each skill that is shown, as `ts_stat` counts; conditions may follow. */
const COUNTED_WORDS = `select ${HEAD_WORDS} from skills s where s.status = 'active'`;

/** Words that are kept: nobody asks for longer ones. */
const COUNTED = sql`length(word) between 2 and 64`;

/**
 * Counts the words of the whole catalogue anew, each for those who may know it. Words of READMEs are known from when they came in; here they
 * only lose a count that no longer holds.
 */
export async function recountWords(em: EntityManager): Promise<void> {
  await em.transactional(async (transaction) => {
    const kysely = transaction.getKysely();
    await sql`create temporary table counted_words on commit drop as
      select p.publisher, w.word, w.ndoc as skill_count
      from (select '' as publisher union select publisher from skills where members_only) p,
        lateral ts_stat(${COUNTED_WORDS} || case when p.publisher = '' then ' and not members_only'
          else format(' and members_only and publisher = %L', p.publisher) end) w
      where ${COUNTED}`.execute(kysely);
    // Whoever hides a skill meanwhile takes its words away before or after this, and what was hidden since the
    // count is not let in again. Before any row: two who count would wait for each other in a circle.
    await sql`lock table search_words in share row exclusive mode`.execute(kysely);
    await sql`update search_words d set skill_count = c.skill_count
      from counted_words c where c.publisher = d.publisher and c.word = d.word and c.skill_count <> d.skill_count`.execute(
      kysely,
    );
    await sql`update search_words d set skill_count = 0
      where skill_count <> 0 and not exists (
        select from counted_words c where c.publisher = d.publisher and c.word = d.word)`.execute(
      kysely,
    );
    const { rows: added } = await sql<{ publisher: string; word: string }>`
      insert into search_words (publisher, word, lexeme, skill_count)
      select publisher, word, coalesce((tsvector_to_array(to_tsvector('english', word)))[1], word), skill_count
      from counted_words order by publisher, word on conflict (publisher, word) do nothing returning publisher, word`.execute(
      kysely,
    );
    await forgetWords(
      transaction,
      added.map(({ word }) => word),
      [...new Set(added.map(({ publisher }) => publisher))].filter((name) => name !== ''),
    );
  });
}

/** Up to so many skills their words are counted within a second. */
const COUNTED_AT_ONCE = 20_000;

/** As `recountWords`, where that is fast; a larger catalogue is counted by the hourly job. */
export async function recountSmallCatalogue(em: EntityManager): Promise<void> {
  const { rows } = await sql<{ total: number }>`
    select count(*)::int as total from (select from skills limit ${sql.lit(COUNTED_AT_ONCE + 1)}) s`.execute(
    em.getKysely(),
    abortOf(em),
  );
  if ((rows[0]?.total ?? 0) <= COUNTED_AT_ONCE) await recountWords(em);
}
