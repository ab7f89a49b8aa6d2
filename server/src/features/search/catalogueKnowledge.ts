import { sql } from 'kysely';
import type { News } from '../../database/news.ts';
import type { EntityManager } from '../../database/orm.ts';
import type { Actor } from '../accounts/actor.ts';
import { isFor, knowsWordsOf } from '../policy/visibility.ts';
import { correctQuery } from './correctQuery.ts';
import { lookUpWords, type KnownWord, type WordsOf } from './dictionary.repository.ts';
import { countCatalogue, countDocuments, estimateMatches } from './estimate.repository.ts';
import { countLarge, type LargeCounts } from './facets.ts';
import { all } from './filters.ts';
import type { ParsedQuery } from './parseQuery.ts';
import { lookedInto, type ReadmeReading } from './readmeMatch.ts';
import { foundBy, type Search } from './searchConditions.ts';
import { groupsOf, openWordOf, rarestFirst, type KnownQuery } from './textMatch.ts';
import { TtlCache } from './ttlCache.ts';
import { wordGroups } from './wordGroup.ts';

/** A catalogue of up to so many skills is small: everything about it is asked each time. */
const SMALL_CATALOGUE = 5000;
/** READMEs are read one by one, up to so many of a small catalogue, and of a large one. */
const READ = { small: 1000, large: 300 } as const;
/** How long counts, and what is known of words, are kept in a large catalogue. */
const KEPT_MS = 60_000;
/** How long the catalogue's size is, by which a plan is chosen. */
const SIZE_KEPT_MS = 10_000;

/** True for a catalogue in which counting a result costs more than showing it. */
export function isLarge({ total }: Pick<KnownQuery, 'total'>): boolean {
  return total > SMALL_CATALOGUE;
}

/** How many READMEs are read one by one at most. */
export function mostRead(asked: KnownQuery): number {
  return isLarge(asked) ? READ.large : READ.small;
}

/** What was learnt lately. */
class Kept {
  readonly counts = new TtlCache<LargeCounts>(KEPT_MS, 500);
  readonly estimates = new TtlCache<number>(KEPT_MS, 2000);
  readonly words = new TtlCache<ReadonlyMap<string, KnownWord>>(KEPT_MS, 2000);
  readonly corrections = new TtlCache<ParsedQuery | undefined>(KEPT_MS, 2000);
}

/**
 * What plans are made by: the words of the catalogue, and how much is to be expected; of a large one kept for a
 * minute, until a skill is hidden, and not at all while that might go unheard.
 */
export class CatalogueKnowledge {
  readonly #news: News;
  readonly #size = new TtlCache<number>(SIZE_KEPT_MS, 1);
  #latest = new Kept();

  constructor(news: News) {
    this.#news = news;
    // Whatever is still being computed goes into the old ones, which nobody asks any more.
    news.onHidden(() => (this.#latest = new Kept()));
  }

  get #kept(): Kept {
    return this.#news.isHeard() ? this.#latest : new Kept();
  }

  /** The query with what the caller may know of its words. */
  async of(em: EntityManager, actor: Actor, query: ParsedQuery): Promise<KnownQuery> {
    const groups = wordGroups(query.words);
    const words = groups.flatMap(({ spellings }) => spellings);
    const open = groups.map(openWordOf).find((word) => word !== undefined);
    const known = await this.#lookUp(em, words, open, knowsWordsOf(actor));
    const total = await this.size(em);
    return { query, groups: groupsOf(query, known, total), known, total };
  }

  /** The number of skills. */
  size(em: EntityManager): Promise<number> {
    return this.#size.get('', () => countCatalogue(em));
  }

  /** What was meant instead; `undefined` when that is what was asked. */
  corrected(em: EntityManager, actor: Actor, asked: KnownQuery): Promise<ParsedQuery | undefined> {
    const wordsOf = knowsWordsOf(actor);
    if (!isLarge(asked)) return correctQuery(em, asked, wordsOf);
    const key = JSON.stringify([asked.query.text, wordsOf]);
    return this.#kept.corrections.get(key, () => correctQuery(em, asked, wordsOf));
  }

  /** Total and facets of what a search finds. */
  async count(em: EntityManager, search: Search): Promise<LargeCounts> {
    if (!isLarge({ total: await this.size(em) })) return countLarge(em, search);
    const key = keyOf(search);
    const { counts: kept, estimates } = this.#kept;
    return kept.get(key, async () => {
      const counts = await countLarge(em, search);
      // The planner takes words for independent of each other; what was counted is known.
      if (!counts.totalIsEstimate) estimates.set(key, counts.total);
      return counts;
    });
  }

  /** How many skills a search is expected to find. */
  expected(em: EntityManager, search: Search): Promise<number> {
    return this.#kept.estimates.get(keyOf(search), () => estimateMatches(em, all(foundBy(search))));
  }

  /** How many READMEs have the words; from where there are too many on it may be an estimate. */
  mentions(
    em: EntityManager,
    actor: Actor,
    asked: KnownQuery,
    { share, words, isPopular }: ReadmeReading,
  ): Promise<number> {
    const key = JSON.stringify(['README', asked.query.text, share, words, knowsWordsOf(actor)]);
    const hasWords = lookedInto(rarestFirst(asked), { share, words, isPopular }).in(sql`r.doc`);
    const condition = sql<boolean>`(${hasWords} and ${isFor(actor)})`;
    return this.#kept.estimates.get(key, () =>
      countDocuments(em, condition, mostRead(asked), asked.total),
    );
  }

  async #lookUp(
    em: EntityManager,
    words: readonly string[],
    open: string | undefined,
    wordsOf: WordsOf,
  ): Promise<ReadonlyMap<string, KnownWord>> {
    if (words.length === 0) return new Map();
    if (!isLarge({ total: await this.size(em) })) return lookUpWords(em, words, open, wordsOf);
    return this.#kept.words.get(JSON.stringify([words, open, wordsOf]), () =>
      lookUpWords(em, words, open, wordsOf),
    );
  }
}

/** Who sees what, and everything that changes a count. */
function keyOf({ input, actor, text }: Search): string {
  const { cursor: _cursor, limit: _limit, sort: _sort, ...asked } = input;
  return JSON.stringify([text?.key, asked, actor.publishers, actor.roles, actor.scopes]);
}
