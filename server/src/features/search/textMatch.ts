import { parseReference } from '@skill-marketplace/shared/contracts';
import { sql, type RawBuilder } from 'kysely';
import type { KnownWord } from './dictionary.repository.ts';
import type { ParsedQuery } from './parseQuery.ts';
import type { QueryToken } from './queryToken.ts';
import {
  coverageOf,
  headRank,
  readmeRank,
  RELEVANCE,
  STEP,
  termsOf,
  type Term,
} from './relevance.ts';
import { wordGroups, type WordGroup } from './wordGroup.ts';

/** Skills with some of the words that one search looks into at most; a README is many times larger than the rest. */
const MOST_PARTIAL = 300;
/** A name is taken for the beginning of another from two letters on. */
const SHORTEST_PREFIX = 2;

/** What a query text asks of the database; all of it is about the skill `s`, and `m` that `source` joins to it. */
export interface TextMatch {
  /** Tells it from the other readings of the same request: corrected, with READMEs, with all words. */
  key: string;
  /** The tables, and what of the words each row has, found out once a row. */
  source: RawBuilder<unknown>;
  /** Skills that could match, by indexes alone. */
  candidates: RawBuilder<boolean>;
  /** What must hold whatever the words: phrases that are there, and words that are not. */
  required: RawBuilder<boolean>;
  /** True for those that do match. */
  condition: RawBuilder<boolean>;
  /** The step of the ladder that the skill stands on. */
  step: RawBuilder<number>;
  /** Orders within a step, before the skill's standing. */
  score: RawBuilder<number>;
  /** Any of the words, for showing what matched. */
  anyWord: RawBuilder<string> | undefined;
  isExact: RawBuilder<boolean>;
  /** Its name begins with the whole text; by an index. */
  isNamed: RawBuilder<boolean>;
}

/** A query with what the catalogue knows of its words. */
export interface KnownQuery {
  query: ParsedQuery;
  groups: readonly WordGroup[];
  known: ReadonlyMap<string, KnownWord>;
  /** Number of skills. */
  total: number;
}

/** The groups of a query; the last word may be the beginning of a longer one, where nobody knows it as it is. */
export function groupsOf(query: ParsedQuery, known: ReadonlyMap<string, KnownWord>): WordGroup[] {
  const groups = wordGroups(query.words);
  return groups.map((group) => {
    const isOpen = group.isLast && group.word.length >= SHORTEST_PREFIX;
    const joined = group.spellings.at(-1) ?? group.word;
    const isWhole = known.get(joined)?.isKnown === true;
    if (!isOpen || isWhole) return group;
    return { ...group, alternatives: [...group.alternatives, `${joined}:*`] };
  });
}

/**
 * Reads a query against names, tags and descriptions; with `readmeShare` against READMEs too, in which that
 * share of the words is enough.
 */
export function textMatch(asked: KnownQuery, readmeShare?: number): TextMatch {
  const { query, groups, known, total } = asked;
  const terms = termsOf(groups, known, total);
  const named = nameMatch(query, 's');
  const required = requirementsOf(query);
  const isRequired = sql<boolean>`(${required.length === 0 ? sql`true` : sql.join(required, sql` and `)})`;
  const shared = {
    required: isRequired,
    step: sql<number>`case when m.is_exact then ${sql.lit(STEP.exact)} when m.is_named then ${sql.lit(STEP.prefix)}
      when m.in_head >= ${ENOUGH} then ${sql.lit(STEP.head)} else ${sql.lit(STEP.readme)} end`,
    anyWord: anyWordOf(terms, query),
    isExact: sql<boolean>`m.is_exact`,
    isNamed: named.isPrefix,
    key: JSON.stringify([query.text, readmeShare]),
  };
  if (terms.length === 0) {
    return {
      ...shared,
      source: sourceOf(HEAD_ONLY, named, sql`1::float8`, sql`1::float8`),
      candidates: isRequired,
      condition: sql<boolean>`true`,
      score: sql<number>`1`,
    };
  }
  const inHead = coverageOf(terms, (term) => sql`s.head @@ ${term.query}`);
  if (readmeShare === undefined) {
    const words = anyOf(rarest(terms, RELEVANCE.enoughInHead));
    return {
      ...shared,
      source: sourceOf(HEAD_ONLY, named, inHead, inHead),
      candidates: sql<boolean>`((s.head @@ ${words} or ${named.isPrefix}) and ${isRequired})`,
      condition: sql<boolean>`(m.in_head >= ${ENOUGH} or m.is_named)`,
      score: sql<number>`(power(m.in_head, 2) * ${headRank(terms)})`,
    };
  }
  const words = anyOf(rarest(terms, readmeShare));
  const anywhere = coverageOf(
    terms,
    (term) => sql`s.head @@ ${term.query} or d.doc @@ ${term.query}`,
  );
  return {
    ...shared,
    source: sourceOf(WITH_README, named, inHead, anywhere),
    candidates: sql<boolean>`(${isRequired} and s.id in (
      select h.id from skills h where h.head @@ ${anyOf(rarest(terms, RELEVANCE.enoughInHead))}
        and ${coverageOf(terms, (term) => sql`h.head @@ ${term.query}`)} >= ${ENOUGH}
      union select h.id from skills h where ${nameMatch(query, 'h').isPrefix}
      union (select h.id from skills h where h.head @@ ${words} limit ${sql.lit(MOST_PARTIAL)})
      union (select r.skill_id from skill_documents r where r.doc @@ ${words} limit ${sql.lit(MOST_PARTIAL)})))`,
    condition: sql<boolean>`(m.in_head >= ${ENOUGH} or m.anywhere >= ${sql.lit(readmeShare)} or m.is_named)`,
    score: sql<number>`(case when m.in_head >= ${ENOUGH} then power(m.in_head, 2) else 1 end
      * (${headRank(terms)} + coalesce(${readmeRank(terms)}, 0)))`,
  };
}

const ENOUGH = sql.lit(RELEVANCE.enoughInHead);

/** A join that the planner leaves out where nothing of it is asked for. */
const HEAD_ONLY = sql`left join skill_documents d on d.skill_id = s.id`;
/** The README is fetched and unpacked once, not once a word. */
const WITH_README = sql`left join lateral (
  select r.doc || ''::tsvector as doc from skill_documents r where r.skill_id = s.id offset 0) d on true`;

/** The skill and what it has of the words. `offset 0` keeps the planner from writing each expression out wherever it is used. */
function sourceOf(
  readme: RawBuilder<unknown>,
  { isExact, isPrefix }: ReturnType<typeof nameMatch>,
  inHead: RawBuilder<number>,
  anywhere: RawBuilder<number>,
): RawBuilder<unknown> {
  return sql`skills s ${readme} cross join lateral (select ${inHead} as in_head, ${anywhere} as anywhere, ${isExact} as is_exact, ${isPrefix} as is_named offset 0) m`;
}

/** The tsquery of skills that have every word, for results too many to look at one by one. */
export function everyWord({ groups, known, total }: KnownQuery): RawBuilder<string> | undefined {
  const terms = termsOf(groups, known, total);
  return terms.length === 0
    ? undefined
    : sql<string>`(${sql.join(
        terms.map(({ query }) => query),
        sql` && `,
      )})`;
}

/**
 * The rarest terms of which a skill must have one to have enough of all: of n words, k of them needed, every
 * skill with k has at least one of any n − k + 1.
 */
function rarest(terms: readonly Term[], share: number): Term[] {
  const needed = Math.max(1, Math.ceil(share * terms.length));
  return [...terms].sort((a, b) => b.idf - a.idf).slice(0, terms.length - needed + 1);
}

function anyOf(terms: readonly Term[]): RawBuilder<string> {
  return sql<string>`(${sql.join(
    terms.map(({ query }) => query),
    sql` || `,
  )})`;
}

/** How the skill's name, or its reference, answers the whole text. */
function nameMatch({ text, words }: ParsedQuery, table: 's' | 'h') {
  const column = (name: string) => sql.ref(`${table}.${name}`);
  const joined = words.flatMap(({ parts }) => parts).join('');
  const reference = parseReference(text.toLowerCase());
  const asReference =
    reference === undefined
      ? sql`false`
      : sql`(${column('publisher')} = ${reference.publisher} and ${column('name')} = ${reference.name})`;
  if (joined.length < SHORTEST_PREFIX) {
    return {
      isExact: sql<boolean>`(${asReference} or ${column('name')} = ${joined})`,
      isPrefix: sql<boolean>`${column('name')} = ${joined}`,
    };
  }
  const own = sql`replace(${column('name')}, '-', '')`;
  const folded = sql`skill_fold(${joined})`;
  return {
    isExact: sql<boolean>`(${own} = ${folded} or ${asReference})`,
    isPrefix: sql<boolean>`(${own} like ${folded} || '%' or ${asReference})`,
  };
}

/** Phrases that must be there, and words that must not. */
function requirementsOf({ phrases, excluded }: ParsedQuery): RawBuilder<boolean>[] {
  return [
    ...phrases.map((words) => {
      const phrase = phraseOf(words);
      return sql<boolean>`s.id in (select h.id from skills h where h.head @@ ${phrase}
        union select r.skill_id from skill_documents r where r.doc @@ ${phrase})`;
    }),
    ...excluded.map((words) => sql<boolean>`not s.head @@ ${phraseOf(words)}`),
  ];
}

function phraseOf(words: readonly QueryToken[]): RawBuilder<string> {
  const text = words.flatMap(({ parts }) => parts).join(' ');
  return sql<string>`phraseto_tsquery('english', skill_fold(${text}))`;
}

function anyWordOf(terms: readonly Term[], query: ParsedQuery): RawBuilder<string> | undefined {
  const all = [...terms.map((term) => term.query), ...query.phrases.map(phraseOf)];
  return all.length === 0 ? undefined : sql<string>`(${sql.join(all, sql` || `)})`;
}
