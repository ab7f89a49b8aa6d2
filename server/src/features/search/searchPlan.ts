import type { Facets, SkillSearchInput, SkillSort } from '@skill-marketplace/shared/contracts';
import { sql } from 'kysely';
import type { EntityManager } from '../../database/orm.ts';
import type { Actor } from '../accounts/actor.ts';
import { correctQuery } from './correctQuery.ts';
import { lookUpWords, type KnownWord } from './dictionary.repository.ts';
import { countCatalogue, estimateMatches } from './estimate.repository.ts';
import { countLarge, type LargeCounts } from './facets.ts';
import { parseQuery, type ParsedQuery } from './parseQuery.ts';
import {
  pageByKeyset,
  rankAll,
  rankAndCount,
  rankChampions,
  type FoundRow,
} from './search.repository.ts';
import { RELEVANCE } from './relevance.ts';
import type { Search } from './searchConditions.ts';
import { takeWay, withWay } from './searchWay.ts';
import { everyWord, groupsOf, textMatch, type KnownQuery, type TextMatch } from './textMatch.ts';
import { TtlCache } from './ttlCache.ts';
import { wordGroups } from './wordGroup.ts';

/** Up to so many skills a result is ranked and counted as a whole. */
const RANKED_WHOLE = 5000;
/** Fewer hits than these are filled up: with corrected words, then from READMEs. */
const FEW = 20;
/** How long counts, and what is known of words, are kept in a large catalogue. */
const KEPT_MS = 60_000;
/** How long the catalogue's size is, by which a plan is chosen. */
const SIZE_KEPT_MS = 10_000;
/** From so many words on a query is a sentence, of which no skill has all. */
const SENTENCE = 4;

const NOTHING: SearchFound = {
  rows: [],
  total: 0,
  totalIsEstimate: false,
  facets: { category: [], skillType: [], publisher: [], rating: [] },
};

/** A search with everything that decides how it is run. */
export interface SearchRequest {
  /** With the filters that the query's text names. */
  input: SkillSearchInput;
  actor: Actor;
  query: ParsedQuery | undefined;
  sort: SkillSort;
  after: readonly string[] | undefined;
}

/** What a search found. */
export interface SearchFound {
  rows: FoundRow[];
  total: number;
  totalIsEstimate: boolean;
  facets: Facets;
  correctedQuery?: string;
}

/**
 * Chooses how a search is run, by what PostgreSQL's planner expects of it: a result of up to 5,000 skills is
 * ranked and counted as a whole; of a larger one the most popular, the newest and the best rated are ranked,
 * and its counts are estimates that are kept for a minute.
 */
export class SearchPlan {
  readonly #counts = new TtlCache<LargeCounts>(KEPT_MS, 500);
  readonly #estimates = new TtlCache<number>(KEPT_MS, 2000);
  readonly #words = new TtlCache<ReadonlyMap<string, KnownWord>>(KEPT_MS, 2000);
  readonly #size = new TtlCache<number>(SIZE_KEPT_MS, 1);

  async run(em: EntityManager, request: SearchRequest): Promise<SearchFound> {
    const { query } = request;
    if (query === undefined) return this.#list(em, request, undefined);
    if (request.after !== undefined) return this.#goOn(em, request, query, request.after);
    const asked = await this.#known(em, query);
    // Of a large catalogue no skill has most words of a sentence: the READMEs are asked at once.
    if (asked.groups.length >= SENTENCE && asked.total > RANKED_WHOLE) {
      return this.#fill(em, request, asked, NOTHING);
    }
    const found = await this.#find(em, request, asked);
    if (found.total >= FEW || asked.groups.length === 0) return withWay(found, {});
    const corrected = request.input.exact === true ? undefined : await correctQuery(em, asked);
    if (corrected !== undefined) {
      const meant = await this.#known(em, corrected);
      const better = await this.#find(em, request, meant);
      const filled = await this.#fill(em, request, meant, better, corrected.text);
      if (filled.total > found.total) return filled;
    }
    return this.#fill(em, request, asked, found);
  }

  /** A later page, found as the first one was: else rows would be lost, or come twice, when skills are added. */
  async #goOn(
    em: EntityManager,
    request: SearchRequest,
    query: ParsedQuery,
    position: readonly string[],
  ): Promise<SearchFound> {
    const { way, after } = takeWay(position);
    const asked = await this.#known(em, parseQuery(way.correctedQuery) ?? query);
    return withWay(await this.#find(em, { ...request, after }, asked, way.readmeShare), way);
  }

  /** Goes on to the READMEs where little was found; a sentence, or nothing so far, asks less of them. */
  async #fill(
    em: EntityManager,
    request: SearchRequest,
    asked: KnownQuery,
    found: SearchFound,
    correctedQuery?: string,
  ): Promise<SearchFound> {
    const way = correctedQuery === undefined ? {} : { correctedQuery };
    if (found.total >= FEW) return withWay(found, way);
    const isLenient = found.total === 0 || asked.groups.length >= SENTENCE;
    const { someWithReadme, mostWithReadme } = RELEVANCE;
    const readmeShare = isLenient ? someWithReadme : mostWithReadme;
    return withWay(await this.#find(em, request, asked, readmeShare), { ...way, readmeShare });
  }

  async #known(em: EntityManager, query: ParsedQuery): Promise<KnownQuery> {
    const words = wordGroups(query.words).flatMap(({ spellings }) => spellings);
    const known = await this.#lookUp(em, words);
    const total = await this.#catalogueSize(em);
    return { query, groups: groupsOf(query, known), known, total };
  }

  async #lookUp(
    em: EntityManager,
    words: readonly string[],
  ): Promise<ReadonlyMap<string, KnownWord>> {
    if (words.length === 0) return new Map();
    if ((await this.#catalogueSize(em)) <= RANKED_WHOLE) return lookUpWords(em, words);
    return this.#words.get(words.join(' '), () => lookUpWords(em, words));
  }

  async #find(
    em: EntityManager,
    request: SearchRequest,
    asked: KnownQuery,
    readmeShare?: number,
  ): Promise<SearchFound> {
    const text = textMatch(asked, readmeShare);
    if (request.sort !== 'relevance') return this.#list(em, request, text);
    const search = { ...request, text };
    if (readmeShare !== undefined || (await this.#isSmall(em, text))) {
      return this.#rankWhole(em, search);
    }
    // Too many have some of the words: those with all of them may be few.
    const every = asked.groups.length > 1 ? everyWord(asked) : undefined;
    const narrow: TextMatch =
      every === undefined
        ? text
        : {
            ...text,
            key: `all of ${text.key}`,
            candidates: sql<boolean>`(${text.required} and (s.head @@ ${every} or ${text.isNamed}))`,
          };
    const narrowed = { ...request, text: narrow };
    if (every !== undefined && (await this.#isSmall(em, narrow))) {
      return this.#rankWhole(em, narrowed);
    }
    const [rows, counts] = await Promise.all([
      rankChampions(em, narrowed, request.after, await this.#shareOf(em, narrow)),
      this.#countLarge(em, narrowed),
    ]);
    return { rows, ...counts };
  }

  /** In a small catalogue by one statement and fresh; in a large one the counts are kept for a while. */
  async #rankWhole(
    em: EntityManager,
    search: SearchRequest & { text: TextMatch },
  ): Promise<SearchFound> {
    if ((await this.#catalogueSize(em)) <= RANKED_WHOLE) {
      return { ...(await rankAndCount(em, search, search.after)), totalIsEstimate: false };
    }
    const [rows, counts] = await Promise.all([
      rankAll(em, search, search.after),
      this.#countLarge(em, search),
    ]);
    return { rows, ...counts };
  }

  async #list(
    em: EntityManager,
    request: SearchRequest,
    text: TextMatch | undefined,
  ): Promise<SearchFound> {
    const { sort, after } = request;
    const search: Search = { ...request, text };
    const rows = await pageByKeyset(em, search, sort === 'relevance' ? 'installs' : sort, after);
    return { rows, ...(await this.#countLarge(em, search)) };
  }

  /** Counts in a small catalogue are fresh; those in a large one are kept for a while. */
  async #countLarge(em: EntityManager, search: Search): Promise<LargeCounts> {
    if ((await this.#catalogueSize(em)) <= RANKED_WHOLE) return countLarge(em, search);
    return this.#counts.get(keyOf(search), () => countLarge(em, search));
  }

  async #isSmall(em: EntityManager, text: TextMatch): Promise<boolean> {
    if ((await this.#catalogueSize(em)) <= RANKED_WHOLE) return true;
    return (await this.#estimate(em, text)) <= RANKED_WHOLE;
  }

  async #shareOf(em: EntityManager, text: TextMatch): Promise<number> {
    return (await this.#estimate(em, text)) / Math.max(1, await this.#catalogueSize(em));
  }

  #estimate(em: EntityManager, { key, candidates }: TextMatch): Promise<number> {
    return this.#estimates.get(key, () => estimateMatches(em, candidates));
  }

  #catalogueSize(em: EntityManager): Promise<number> {
    return this.#size.get('', () => countCatalogue(em));
  }
}

/** Who sees what, and everything that changes a count. */
function keyOf({ input, actor, text }: Search): string {
  const { cursor: _cursor, limit: _limit, sort: _sort, ...asked } = input;
  return JSON.stringify([text?.key, asked, actor.publishers, actor.roles, actor.scopes]);
}
