import type { SkillSearchInput, SkillSearchResult } from '@skill-marketplace/shared/contracts';
import { NO_NEWS, type News } from '../../database/news.ts';
import type { EntityManager } from '../../database/orm.ts';
import { codeOf } from '../../database/refusal.ts';
import { searchTimedOut } from '../../errors/failures.ts';
import type { CursorCodec } from '../../paging/cursor.ts';
import { splitPage } from '../../paging/page.ts';
import type { CallScope } from '../accounts/scope.ts';
import { toSummary } from '../skills/skill.view.ts';
import { abortable } from './abortable.ts';
import type { AskedFor } from './filters.ts';
import { toMatch } from './match.view.ts';
import { parseQuery, type WrittenFilters } from './parseQuery.ts';
import { SearchPlan } from './searchPlan.ts';

/** Longer than that nobody waits for an answer while typing. */
const TIMEOUT_MS = 8000;

/** Answers `skills.search`. */
export class SearchService {
  readonly #cursors: CursorCodec;
  readonly #timeoutMs: number;
  readonly #plan: SearchPlan;

  constructor(cursors: CursorCodec, news: News = NO_NEWS, timeoutMs = TIMEOUT_MS) {
    this.#cursors = cursors;
    this.#plan = new SearchPlan(news);
    this.#timeoutMs = timeoutMs;
  }

  async search(scope: CallScope, asked: SkillSearchInput): Promise<SkillSearchResult> {
    const query = parseQuery(asked.query);
    const input = query === undefined ? asked : withWrittenFilters(asked, query.filters);
    const hasText = query !== undefined && query.words.length + query.phrases.length > 0;
    const sort = asked.sort ?? (hasText ? 'relevance' : 'installs');
    const question = questionOf(asked, sort);
    const after = this.#cursors.decode(question, asked.cursor);
    const { em, stop } = timeLimited(scope, this.#timeoutMs);
    try {
      const found = await this.#plan.run(em, { input, actor: scope.actor, query, sort, after });
      const { page, next } = splitPage(found.rows, input.limit);
      const hasTags = input.tags !== undefined && input.tags.length > 0;
      return {
        items: page.map((row) => toSummary(row, toMatch(row, hasTags))),
        total: found.total,
        totalIsEstimate: found.totalIsEstimate,
        nextCursor: this.#cursors.encode(question, next),
        facets: found.facets,
        ...(found.correctedQuery === undefined ? {} : { correctedQuery: found.correctedQuery }),
      };
    } catch (error) {
      const isAbandoned = scope.signal?.aborted === true;
      if (!isAbandoned && (stop.aborted || isCanceled(error))) throw searchTimedOut();
      throw error;
    }
  }
}

/** A unit of work whose statements PostgreSQL ends when the caller goes away, or when it has waited long enough. */
function timeLimited(
  { em, signal }: CallScope,
  milliseconds: number,
): { em: EntityManager; stop: AbortSignal } {
  const stop = AbortSignal.timeout(milliseconds);
  const either = signal === undefined ? stop : AbortSignal.any([stop, signal]);
  return { em: abortable(em, either), stop };
}

/** Filters in the text count as much as those beside it: both must hold. */
function withWrittenFilters(
  input: SkillSearchInput,
  { tags = [], skillTypes, ...written }: WrittenFilters,
): AskedFor {
  const contradicts = (['publisher', 'category'] as const).some(
    (name) =>
      input[name] !== undefined && written[name] !== undefined && input[name] !== written[name],
  );
  const all = [...(input.tags ?? []), ...tags];
  return {
    ...input,
    // Not the other way round: a field that is there may be undefined.
    publisher: input.publisher ?? written.publisher,
    category: input.category ?? written.category,
    skillTypes,
    ...(all.length === 0 ? {} : { tags: all }),
    // No skill has two publishers or categories.
    ...(contradicts ? { source: 'none' } : {}),
  };
}

/** Everything that a cursor must belong to; the page's size may change on the way. */
function questionOf(input: SkillSearchInput, sort: string): string {
  const { cursor: _cursor, limit: _limit, ...asked } = input;
  const sorted = Object.entries({ ...asked, sort }).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(['skills.search', sorted]);
}

/** PostgreSQL's query_canceled: the operator's own `statement_timeout` has come first. */
function isCanceled(error: unknown): boolean {
  return codeOf(error) === '57014';
}
