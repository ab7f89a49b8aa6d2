import { sql, type RawBuilder } from 'kysely';
import type { Actor } from '../accounts/actor.ts';
import type { KnownWord } from './dictionary.repository.ts';
import { isStopWord } from './stopWords.ts';
import type { WordGroup } from './wordGroup.ts';

/**
 * Relevance, all of it:
 *
 *     step, then  coverage² × Σ over the words (idf × text rank) × popularity × rating × demotion
 *
 * - **step** of the ladder: 4 the name or the reference itself, 3 a name that begins so, 2 names, tags or
 *   description hold enough of the words (`RELEVANCE`) and every phrase, 1 with the README some of them.
 * - **coverage**: the share of the words that names, tags or description hold; 1 below step 2, where it would
 *   only tell who has the longest README.
 * - **idf** of a word: ln(1 + (N − n + ½) / (n + ½)) for n of N skills that have it (BM25, Robertson and Zaragoza
 *   2009); in a query of one word it changes nothing. A phrase counts as a word of idf 1.
 * - **text rank**: `ts_rank` of the word, by where it stands (`FIELD_WEIGHTS`); the README adds to it, divided by
 *   the logarithm of its length.
 * - **popularity**: 1 + 0.1 × ln(1 + distinct users who installed it); **rating**: 0.8 + 0.2 × score ÷ 3.5, the
 *   Bayesian score, and 1 for a skill without ratings. Both move skills that match equally well, and lift none over a better match by much.
 * - **demotion**: a half for deprecated skills, 0.7 for those the caller has installed: they are not hidden.
 */
export const RELEVANCE = {
  enoughInHead: 0.6,
  /** Of a sentence, or where nothing else was found. */
  someWithReadme: 0.3,
  /** Of a few words, beside better matches. */
  mostWithReadme: 0.6,
} as const;

/** For the README, the description, the tags and the name, in the order that `ts_rank` takes them (D, C, B, A). */
const FIELD_WEIGHTS = sql`'{0.1, 0.55, 0.75, 1}'::float4[]`;
const README_WEIGHT = 2;

/** Steps of the ladder. */
export const STEP = { exact: 4, prefix: 3, head: 2, readme: 1 } as const;

/** One word of a query as statements use it. */
export interface Term {
  /** A tsquery; a constant for the planner. */
  query: RawBuilder<string>;
  /** The word as vectors have it: its stem. */
  lexeme: string;
  /** Number of skills that have it in names, tags or description; as of the last count. */
  count: number;
  idf: number;
  /** Number of spellings and synonyms in it, by which `ts_rank` divides. */
  size: number;
}

/** Makes the terms of a query; `total` is the number of skills. */
export function termsOf(
  groups: readonly WordGroup[],
  known: ReadonlyMap<string, KnownWord>,
  total: number,
): Term[] {
  return groups.map(({ word, alternatives, spellings, isOpen }) => {
    // Where nothing but such words was asked for, only names and tags have kept them.
    const config = sql.lit(isStopWord(word) ? 'simple' : 'english');
    const largest = (counts: number[]) => Math.min(total, Math.max(0, ...counts));
    const count = largest(spellings.map((spelling) => known.get(spelling)?.skillCount ?? 0));
    const begun = largest(spellings.map((spelling) => known.get(spelling)?.begunCount ?? 0));
    return {
      lexeme: known.get(spellings.at(-1) ?? word)?.lexeme ?? word,
      count: isOpen ? Math.max(count, begun) : count,
      query: sql<string>`to_tsquery(${config}, skill_fold(${alternatives.join(' | ')}))`,
      idf: Math.log(1 + (total - count + 0.5) / (count + 0.5)),
      size: alternatives.length,
    };
  });
}

/** The share of the terms that the vector has, from 0 to 1. */
export function coverageOf(terms: readonly Term[], has: (term: Term) => RawBuilder<boolean>) {
  if (terms.length === 0) return sql<number>`1`;
  const counts = terms.map((term) => sql`(${has(term)})::int`);
  return sql<number>`((${sql.join(counts, sql` + `)})::float8 / ${sql.lit(terms.length)})`;
}

/** The sum over the terms of idf times text rank, in names, tags and description; phrases add theirs. */
export function headRank(
  terms: readonly Term[],
  phrases: readonly RawBuilder<string>[],
): RawBuilder<number> {
  const ranks = terms.map(
    ({ query, idf, size }) => sql`${sql.lit(weightOf(idf, size))} * ${textRank(query)}`,
  );
  return sql`(${sql.join([...ranks, ...phrases.map(textRank)], sql` + `)})`;
}

/** The text rank of phrases alone; never zero, since the standing that multiplies it orders those of READMEs. */
export function phraseRank(phrases: readonly RawBuilder<string>[]): RawBuilder<number> {
  if (phrases.length === 0) return sql<number>`1`;
  return sql<number>`(0.1 + ${sql.join(phrases.map(textRank), sql` + `)})`;
}

function textRank(query: RawBuilder<string>): RawBuilder<number> {
  return sql<number>`ts_rank(${FIELD_WEIGHTS}, s.head, ${query})`;
}

/** The same in the README `d.doc`. */
export function readmeRank(terms: readonly Term[]): RawBuilder<number> {
  const ranks = terms.map(
    ({ query, idf, size }) =>
      sql`${sql.lit(weightOf(idf, size) * README_WEIGHT)} * ts_rank('{1, 1, 1, 1}'::float4[], d.doc, ${query}, 1)`,
  );
  return sql`(${sql.join(ranks, sql` + `)})`;
}

/** What does not depend on the text. */
export function standing(actor: Actor): RawBuilder<number> {
  const installed =
    actor.user === null
      ? sql`1`
      : sql`case when exists (select from installs i where i.skill_id = s.id and i.user_id = ${actor.user.id} and i.removed_at is null) then 0.7 else 1 end`;
  return sql`((1 + 0.1 * ln(1 + s.install_count)) * case when s.rating_count = 0 then 1 else 0.8 + 0.2 * s.rating_score / 3.5 end
    * case when s.deprecated then 0.5 else 1 end * ${installed})`;
}

/** Rounded, so that the statement's text stays short. */
function weightOf(idf: number, size: number): number {
  return Math.round(idf * size * 1000) / 1000;
}
