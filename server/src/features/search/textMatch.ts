import { sql, type RawBuilder } from 'kysely';
import type { KnownWord } from './dictionary.repository.ts';
import { anyOf, enoughOf } from './enoughOf.ts';
import { nameMatch, SHORTEST_PREFIX } from './nameMatch.ts';
import type { ParsedQuery } from './parseQuery.ts';
import {
  coverageOf,
  headRank,
  phraseRank,
  RELEVANCE,
  STEP,
  termsOf,
  type Term,
} from './relevance.ts';
import { phraseOf, requirementsOf } from './requirements.ts';
import { wordGroups, type WordGroup } from './wordGroup.ts';

/** Fewer hits than these are filled up: with corrected words, then from READMEs. */
export const FEW = 20;

/** A word is believed to be typed to its end where this share of skills has it. */
const ENOUGH_HAVE = 0.001;
const LONG_WORD = 5;

/** What a query text asks of the database; all of it is about the skill `s`, and what `source` joins to it. */
export interface TextMatch {
  /** Tells it from the other readings of the same request: corrected, or with READMEs. */
  key: string;
  /** The table of skills, with READMEs as `d` where they are asked. */
  source: RawBuilder<unknown>;
  readsReadme: boolean;
  /** What it finds may stand in the README alone, as a phrase may. */
  showsReadme: boolean;
  /** Skills that could match, by indexes alone. */
  candidates: RawBuilder<boolean>;
  /** The same without those that are only named so: nothing of a row that the index finds is asked again. */
  hasWords: RawBuilder<boolean>;
  /** True for those that do match. */
  condition: RawBuilder<boolean>;
  /** The step of the ladder that the skill stands on. */
  step: RawBuilder<number>;
  /** Orders within a step, before the skill's standing. */
  score: RawBuilder<number>;
  /** The words, the rarest first. */
  terms: readonly Term[];
  /** Any of the words, for showing what matched. */
  anyWord: RawBuilder<string> | undefined;
  /** All of the words, and all of them in the name: the best of too many; not set where that tells none apart. */
  hasAll: RawBuilder<boolean> | undefined;
  inName: RawBuilder<boolean> | undefined;
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

/**
 * The groups of a query; the last word may be the beginning of a longer one, where hardly any name, tag or
 * description has it as it is.
 */
export function groupsOf(
  query: ParsedQuery,
  known: ReadonlyMap<string, KnownWord>,
  total: number,
): WordGroup[] {
  const seen = new Set<string>();
  return wordGroups(query.words).flatMap((group) => {
    // Forms of one word are one word.
    const lexeme = known.get(group.spellings.at(-1) ?? group.word)?.lexeme ?? group.word;
    if (seen.has(lexeme)) return [];
    seen.add(lexeme);
    const joined = openWordOf(group);
    const isWhole = joined !== undefined && isTypedWhole(joined, known, total);
    if (joined === undefined || isWhole) return [group];
    return [{ ...group, alternatives: [...group.alternatives, `${joined}:*`], isOpen: true }];
  });
}

/** True for a word that enough skills have as it is; of a longer one a single mention is enough. */
function isTypedWhole(word: string, known: KnownQuery['known'], total: number): boolean {
  const { isKnown = false, skillCount = 0 } = known.get(word) ?? {};
  const enough = Math.max(1, Math.min(FEW, total * ENOUGH_HAVE));
  return skillCount >= enough || (isKnown && word.length >= LONG_WORD);
}

/** The word that may still be typed, as the catalogue would write it. */
export function openWordOf({ word, spellings, isLast }: WordGroup): string | undefined {
  return isLast && word.length >= SHORTEST_PREFIX ? (spellings.at(-1) ?? word) : undefined;
}

/** True where no more than a few skills can have enough of the words, all of which the catalogue knows. */
export function isRare({ groups, known, total }: KnownQuery): boolean {
  if (groups.length === 0 || !groups.every((group) => isKnownAsItIs(group, known))) return false;
  const counts = termsOf(groups, known, total).map(({ count }) => count);
  const needed = neededOf(counts.length, RELEVANCE.enoughInHead);
  // Whatever has enough of n words, k of them needed, has one of the rarest n − k + 1.
  const rarest = counts.sort((left, right) => left - right).slice(0, counts.length - needed + 1);
  return rarest.reduce((sum, count) => sum + count, 0) < FEW;
}

/** True for a single word that no skill has, in no spelling or meaning. */
export function isUnknown({ query, groups, known }: KnownQuery): boolean {
  const [group] = groups;
  if (group === undefined || groups.length > 1 || query.phrases.length > 0) return false;
  const own = new Set([...group.spellings, `${group.spellings.at(-1) ?? ''}:*`]);
  return (
    group.alternatives.every((alternative) => own.has(alternative)) &&
    group.spellings.every((spelling) => known.get(spelling)?.isKnown !== true)
  );
}

function isKnownAsItIs({ spellings, word }: WordGroup, known: KnownQuery['known']): boolean {
  return known.get(spellings.at(-1) ?? word)?.isKnown === true;
}

/** How many of so many words are enough of them. */
export function neededOf(count: number, share: number): number {
  return Math.max(1, Math.ceil(share * count));
}

/** Reads a query against names, tags and descriptions. */
export function headMatch(asked: KnownQuery): TextMatch {
  const shared = sharedMatch(asked, false);
  const { terms, phrases, isNamed, required } = shared;
  if (terms.length === 0) {
    return {
      ...shared,
      candidates: required,
      hasWords: required,
      condition: sql<boolean>`true`,
      score: phraseRank(phrases),
    };
  }
  const needed = neededOf(terms.length, RELEVANCE.enoughInHead);
  const enough = enoughOf(terms, needed);
  const inHead = coverageOf(terms, (term) => sql`s.head @@ ${term.query}`);
  return {
    ...shared,
    candidates: sql<boolean>`((${enough.in(sql`s.head`)} or ${isNamed}) and ${required})`,
    hasWords: sql<boolean>`(${enough.in(sql`s.head`)} and ${required})`,
    condition: enough.isExact
      ? sql<boolean>`true`
      : sql<boolean>`(${inHead} >= ${sql.lit(RELEVANCE.enoughInHead)} or ${isNamed})`,
    score:
      needed === terms.length
        ? headRank(terms, phrases)
        : sql<number>`(power(${inHead}, 2) * ${headRank(terms, phrases)})`,
  };
}

/** The terms of a query, the rarest first. */
export function rarestFirst({ groups, known, total }: Omit<KnownQuery, 'query'>): Term[] {
  return termsOf(groups, known, total).sort((left, right) => right.idf - left.idf);
}

/** What every reading of a query has, with READMEs or without. */
export function sharedMatch({ query, groups, known, total }: KnownQuery, readsReadme: boolean) {
  const terms = rarestFirst({ groups, known, total });
  const phrases = query.phrases.map(phraseOf);
  const { isExact, isPrefix } = nameMatch(query, 's');
  const needed = neededOf(terms.length, RELEVANCE.enoughInHead);
  return {
    key: JSON.stringify([query.text]),
    source: sql`skills s`,
    readsReadme,
    showsReadme: readsReadme || phrases.length > 0,
    required: requirementsOf(query, readsReadme),
    terms,
    phrases,
    anyWord: anyWordOf(terms, phrases),
    hasAll: terms.length <= needed ? undefined : enoughOf(terms, terms.length).in(sql`s.head`),
    inName: terms.length === 0 ? undefined : inNameOf(groups),
    isExact,
    isNamed: isPrefix,
    step: sql<number>`case when ${isPrefix} then case when ${isExact} then ${sql.lit(STEP.exact)} else ${sql.lit(STEP.prefix)} end
      else ${headStep(phrases)} end`,
  };
}

/** A phrase that only the README has puts a skill on its step, whatever words stand before it. */
export function headStep(phrases: readonly RawBuilder<string>[]): RawBuilder<number> {
  const head = sql<number>`${sql.lit(STEP.head)}`;
  if (phrases.length === 0) return head;
  const areInHead = sql.join(
    phrases.map((phrase) => sql`s.head @@ ${phrase}`),
    sql` and `,
  );
  return sql<number>`case when ${areInHead} then ${head} else ${sql.lit(STEP.readme)} end`;
}

function anyWordOf(
  terms: readonly Term[],
  phrases: readonly RawBuilder<string>[],
): RawBuilder<string> | undefined {
  const words = [...terms.map((term) => term.query), ...phrases];
  return words.length === 0 ? undefined : anyOf(words);
}

/** In the vector of a head `A` stands for the name. */
function inNameOf(groups: readonly WordGroup[]): RawBuilder<boolean> {
  const words = groups.map(({ spellings, word }) => `${spellings.at(-1) ?? word}:A`);
  return sql<boolean>`s.head @@ to_tsquery('english', skill_fold(${words.join(' & ')}))`;
}
