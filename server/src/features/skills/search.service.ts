import type { SkillSearchInput, SkillSearchResult } from '@skill-marketplace/shared/contracts';
import type { CursorCodec } from '../../paging/cursor.ts';
import { splitPage } from '../../paging/page.ts';
import type { CallScope } from '../accounts/scope.ts';
import { toMatch, type MatchRow } from './match.view.ts';
import {
  countSearch,
  pageByKeyset,
  pageByRelevance,
  type FoundRow,
  type Search,
} from './search.repository.ts';
import { searchText } from './searchText.ts';
import { toSummary } from './skill.view.ts';

/** Answers `skills.search`. */
export class SearchService {
  readonly #cursors: CursorCodec;

  constructor(cursors: CursorCodec) {
    this.#cursors = cursors;
  }

  async search({ em, actor }: CallScope, input: SkillSearchInput): Promise<SkillSearchResult> {
    const text = searchText(input.query);
    const sort = input.sort ?? (text === undefined ? 'installs' : 'relevance');
    const search: Search = { input, actor, text };
    const question = questionOf(input, sort);
    const from = this.#cursors.decode(question, input.cursor);
    const rows =
      sort === 'relevance'
        ? await pageByRelevance(em, search, from)
        : await pageByKeyset(em, search, sort, from);
    const counts = await countSearch(em, search);
    const { page, next } = splitPage(rows, input.limit);
    return {
      items: page.map((row) => toSummary(row, isMatched(row) ? toMatch(row) : undefined)),
      total: counts.total,
      totalIsEstimate: false,
      nextCursor: this.#cursors.encode(question, next),
      facets: counts.facets,
    };
  }
}

/** Everything that a cursor must belong to; the page's size may change on the way. */
function questionOf(input: SkillSearchInput, sort: string): string {
  const { cursor: _cursor, limit: _limit, ...asked } = input;
  const sorted = Object.entries({ ...asked, sort }).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(['skills.search', sorted]);
}

function isMatched(row: FoundRow): row is FoundRow & Required<MatchRow> {
  return row.headline !== undefined;
}
