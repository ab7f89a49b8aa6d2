import type { Facets, SkillSort } from '@skill-marketplace/shared/contracts';
import type { News } from '../../database/news.ts';
import type { EntityManager } from '../../database/orm.ts';
import type { Actor } from '../accounts/actor.ts';
import { CatalogueKnowledge, isLarge, mostRead } from './catalogueKnowledge.ts';
import type { AskedFor } from './filters.ts';
import { parseQuery, type ParsedQuery } from './parseQuery.ts';
import { readingsOf, readmeMatch, type ReadmeReading } from './readmeMatch.ts';
import { RELEVANCE } from './relevance.ts';
import {
  areFew,
  pageByKeyset,
  rankAll,
  rankAndCount,
  rankChampions,
  type FoundRow,
} from './search.repository.ts';
import { requiresMore } from './requirements.ts';
import { hasFilters, type Search } from './searchConditions.ts';
import { takeWay, withWay } from './searchWay.ts';
import {
  FEW,
  headMatch,
  isRare,
  isUnknown,
  rarestFirst,
  type KnownQuery,
  type TextMatch,
} from './textMatch.ts';

/** In a large catalogue a result is ranked as a whole up to so many skills times words. */
const RANKED_WHOLE = 5000;
/** From so many words on a query is a sentence, of which few skills have most. */
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
  input: AskedFor;
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
 * Chooses how a search is run, by what the dictionary knows of its words and what PostgreSQL's planner expects:
 * a result of up to `RANKED_WHOLE` skills is ranked as a whole; of a larger one the most popular, the newest and the best
 * rated are ranked. Counts in a large catalogue are kept for a minute, until a skill is hidden, and estimates from 20,000 on.
 */
export class SearchPlan {
  readonly #knowledge: CatalogueKnowledge;

  constructor(news: News) {
    this.#knowledge = new CatalogueKnowledge(news);
  }

  async run(em: EntityManager, request: SearchRequest): Promise<SearchFound> {
    const { query } = request;
    if (query === undefined) return this.#list(em, request, undefined);
    if (request.after !== undefined) return this.#goOn(em, request, query, request.after);
    const asked = await this.#knowledge.of(em, request.actor, query);
    if (isLarge(asked) && isRare(asked)) return this.#findRare(em, request, asked);
    // What nobody has is not searched for before something else was meant.
    const corrected = isUnknown(asked) ? await this.#correct(em, request, asked) : undefined;
    const found = corrected === undefined ? await this.#find(em, request, asked) : NOTHING;
    if (found.total >= FEW || asked.groups.length === 0) return withWay(found, {});
    const meant = corrected ?? (await this.#correct(em, request, asked));
    if (meant !== undefined) {
      const known = await this.#knowledge.of(em, request.actor, meant);
      const better = await this.#find(em, request, known);
      const filled = await this.#fill(em, request, known, better, meant.text);
      if (filled.total > 0 && filled.total >= found.total) return filled;
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
    const asked = await this.#knowledge.of(
      em,
      request.actor,
      parseQuery(way.correctedQuery) ?? query,
    );
    return withWay(await this.#find(em, { ...request, after }, asked, way.reading), way);
  }

  /** So few have the words that READMEs will be asked anyway: then one statement asks all. */
  async #findRare(
    em: EntityManager,
    request: SearchRequest,
    asked: KnownQuery,
  ): Promise<SearchFound> {
    const found = await this.#read(em, request, asked, NOTHING, RELEVANCE.mostWithReadme);
    return found.total > 0 ? found : this.#fill(em, request, asked, NOTHING);
  }

  /** Goes on to the READMEs where little was found; a sentence, or nothing so far, asks less of them. */
  async #fill(
    em: EntityManager,
    request: SearchRequest,
    asked: KnownQuery,
    found: SearchFound,
    correctedQuery?: string,
  ): Promise<SearchFound> {
    if (found.total >= FEW) {
      return withWay(found, correctedQuery === undefined ? {} : { correctedQuery });
    }
    const isLenient = found.total === 0 || asked.groups.length >= SENTENCE;
    const { someWithReadme, mostWithReadme } = RELEVANCE;
    const share = isLenient ? someWithReadme : mostWithReadme;
    return this.#read(em, request, asked, found, share, correctedQuery);
  }

  /** Looks into as many READMEs as can be ranked. */
  async #read(
    em: EntityManager,
    request: SearchRequest,
    asked: KnownQuery,
    found: SearchFound,
    share: number,
    correctedQuery?: string,
  ): Promise<SearchFound> {
    const reading = await this.#readingOf(em, request, asked, found, share);
    const way = { reading, ...(correctedQuery === undefined ? {} : { correctedQuery }) };
    return withWay(await this.#find(em, request, asked, reading), way);
  }

  /** In another order than relevance nothing is ranked, so any number will do. */
  async #readingOf(
    em: EntityManager,
    { sort, actor }: SearchRequest,
    asked: KnownQuery,
    found: SearchFound,
    share: number,
  ): Promise<ReadmeReading> {
    let tooMany: ReadmeReading | undefined;
    for (const reading of readingsOf(rarestFirst(asked), share)) {
      if (sort !== 'relevance' || reading.isPopular) return reading;
      const mentions = await this.#knowledge.mentions(em, actor, asked, reading);
      // None at all is worse than the most popular of too many.
      if (mentions + found.total === 0 && tooMany !== undefined) {
        return { ...tooMany, isPopular: true };
      }
      if (mentions <= mostRead(asked)) return reading;
      tooMany = reading;
    }
    throw new Error('the last way to read READMEs takes any number');
  }

  #correct(
    em: EntityManager,
    { input, actor }: SearchRequest,
    asked: KnownQuery,
  ): Promise<ParsedQuery | undefined> {
    return input.exact === true
      ? Promise.resolve(undefined)
      : this.#knowledge.corrected(em, actor, asked);
  }

  async #find(
    em: EntityManager,
    request: SearchRequest,
    asked: KnownQuery,
    reading?: ReadmeReading,
  ): Promise<SearchFound> {
    const text = reading === undefined ? headMatch(asked) : readmeMatch(asked, reading, request);
    if (request.sort !== 'relevance') return this.#list(em, request, text);
    const search = { ...request, text };
    if (reading?.isPopular === true) return this.#rankPopular(em, search, asked, reading);
    if (!isLarge(asked)) {
      return { ...(await rankAndCount(em, search, request.after)), totalIsEstimate: false };
    }
    const [rows, counts] = await Promise.all([
      this.#rankLarge(em, search, asked.total),
      this.#knowledge.count(em, search),
    ]);
    return { rows, ...counts };
  }

  /** Of those whose READMEs have the words only the most popular are ranked; what filters leave is counted. */
  async #rankPopular(
    em: EntityManager,
    search: SearchRequest & { text: TextMatch },
    asked: KnownQuery,
    reading: ReadmeReading,
  ): Promise<SearchFound> {
    if (hasFilters(search) || requiresMore(asked.query)) {
      const counted = readmeMatch(asked, { ...reading, isPopular: false }, search);
      const [{ rows }, counts] = await Promise.all([
        rankAndCount(em, search, search.after),
        this.#knowledge.count(em, { ...search, text: counted }),
      ]);
      return { rows, ...counts };
    }
    const [found, mentions] = await Promise.all([
      rankAndCount(em, search, search.after),
      this.#knowledge.mentions(em, search.actor, asked, reading),
    ]);
    return { ...found, total: Math.max(found.total, mentions), totalIsEstimate: true };
  }

  /** READMEs that are looked into are few already. */
  async #rankLarge(
    em: EntityManager,
    search: SearchRequest & { text: TextMatch },
    total: number,
  ): Promise<FoundRow[]> {
    const { text, after } = search;
    if (text.readsReadme) return rankAll(em, search, after);
    const expected = await this.#knowledge.expected(em, search);
    return expected * Math.max(1, text.terms.length) <= RANKED_WHOLE
      ? rankAll(em, search, after)
      : rankChampions(em, search, after, areFew(expected, total));
  }

  async #list(
    em: EntityManager,
    request: SearchRequest,
    text: TextMatch | undefined,
  ): Promise<SearchFound> {
    const { sort, after } = request;
    const search: Search = { ...request, text };
    const rows = await pageByKeyset(em, search, sort === 'relevance' ? 'installs' : sort, after);
    return { rows, ...(await this.#knowledge.count(em, search)) };
  }
}
