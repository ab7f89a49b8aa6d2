import { sql, type RawBuilder } from 'kysely';
import { enoughOf, type Enough } from './enoughOf.ts';
import { all } from './filters.ts';
import { nameMatch } from './nameMatch.ts';
import { coverageOf, headRank, readmeRank, RELEVANCE, STEP, type Term } from './relevance.ts';
import { filtersOf, type Search } from './searchConditions.ts';
import { headStep, neededOf, sharedMatch, type KnownQuery, type TextMatch } from './textMatch.ts';

/** Of a README that so many others resemble only those of the most popular skills are looked into. */
const MOST_POPULAR = 150;
/** The rarest words of a sentence say what it is about. */
const TELLING = 5;

/** How a search reads READMEs; later pages do it as the first. */
export interface ReadmeReading {
  /** The share of the words that is enough, wherever they stand. */
  share: number;
  /** How many of the telling words a README must have to be looked into. */
  words: number;
  /** Too many have them: only those of the most popular skills are looked into. */
  isPopular: boolean;
}

/** The ways to read READMEs, from the one that looks into most of them on. */
export function readingsOf(terms: readonly Term[], share: number): ReadmeReading[] {
  const most = Math.min(terms.length, TELLING);
  const readings = Array.from({ length: most }, (_, at) => ({
    share,
    words: at + 1,
    isPopular: false,
  }));
  return [...readings, { share, words: most, isPopular: true }];
}

/** What READMEs that are looked into are found by. */
export function lookedInto(terms: readonly Term[], { share, words }: ReadmeReading): Enough {
  const telling = terms.slice(0, TELLING);
  // Of n words, k of them needed, every text with k has one of any n − k + 1.
  const least = telling.length - neededOf(telling.length, share) + 1;
  return enoughOf(words === 1 ? telling.slice(0, least) : telling, words);
}

/** Reads a query against READMEs too, in which some of the words are enough. */
export function readmeMatch(
  asked: KnownQuery,
  reading: ReadmeReading,
  request: Pick<Search, 'input' | 'actor'>,
): TextMatch {
  const shared = sharedMatch(asked, true);
  const { terms, phrases, isExact, isNamed, required } = shared;
  const enoughInHead = sql.lit(RELEVANCE.enoughInHead);
  const inHead = coverageOf(terms, (term) => sql`s.head @@ ${term.query}`);
  const anywhere = coverageOf(
    terms,
    (term) => sql`s.head @@ ${term.query} or d.doc @@ ${term.query}`,
  );
  const head = enoughOf(terms, neededOf(terms.length, RELEVANCE.enoughInHead));
  const partial = lookedInto(terms, reading);
  const candidates = sql<boolean>`(${required} and s.id in (
      select h.id from skills h where ${head.in(sql`h.head`)}
      union select h.id from skills h where ${nameMatch(asked.query, 'h').isPrefix}
      union ${reading.isPopular ? popularWith(partial, all([...filtersOf(request), required])) : documentsWith(partial)}))`;
  return {
    ...shared,
    key: JSON.stringify([asked.query.text, reading]),
    source: sourceOf(inHead, anywhere, isExact, isNamed),
    candidates,
    hasWords: candidates,
    condition: sql<boolean>`(m.in_head >= ${enoughInHead} or m.anywhere >= ${sql.lit(reading.share)} or m.is_named)`,
    step: sql<number>`case when m.is_exact then ${sql.lit(STEP.exact)} when m.is_named then ${sql.lit(STEP.prefix)}
      when m.in_head >= ${enoughInHead} then ${headStep(phrases)} else ${sql.lit(STEP.readme)} end`,
    score: sql<number>`(case when m.in_head >= ${enoughInHead} then power(m.in_head, 2) else 1 end
      * (${headRank(terms, phrases)} + coalesce(${readmeRank(terms)}, 0)))`,
    isExact: sql<boolean>`m.is_exact`,
  };
}

/** All that have it, in the README or before it. */
function documentsWith(partial: Enough): RawBuilder<unknown> {
  return sql`select h.id from skills h where ${partial.in(sql`h.head`)}
    union select r.skill_id from skill_documents r where ${partial.in(sql`r.doc`)}`;
}

/** The most popular of those that the caller asks for; inside it `s` is another skill than outside. */
function popularWith({ query }: Enough, asked: RawBuilder<boolean>): RawBuilder<unknown> {
  const first = sql`order by s.install_count desc, s.id desc limit ${sql.lit(MOST_POPULAR)}`;
  return sql`(select s.id from skills s where s.head @@ ${query} and ${asked} ${first})
    union (select s.id from skills s join skill_documents r on r.skill_id = s.id
      where r.doc @@ ${query} and ${asked} ${first})`;
}

/**
 * The skill, its README and what they have of the words. The README is fetched and unpacked once, not once a
 * word; `offset 0` keeps the planner from writing each expression out wherever it is used.
 */
function sourceOf(
  inHead: RawBuilder<number>,
  anywhere: RawBuilder<number>,
  isExact: RawBuilder<boolean>,
  isNamed: RawBuilder<boolean>,
): RawBuilder<unknown> {
  return sql`skills s left join lateral (
      select r.doc || ''::tsvector as doc from skill_documents r where r.skill_id = s.id offset 0) d on true
    cross join lateral (select ${inHead} as in_head, ${anywhere} as anywhere, ${isExact} as is_exact, ${isNamed} as is_named offset 0) m`;
}
