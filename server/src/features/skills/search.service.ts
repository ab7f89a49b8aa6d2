import type { SkillSearchInput, SkillSearchResult } from '@skill-marketplace/shared/contracts';
import type { CursorCodec, Position } from '../../paging/cursor.ts';
import type { CallScope } from '../accounts/scope.ts';
import { toMatch } from './match.view.ts';
import {
  countSearch,
  pageByKeyset,
  pageByRelevance,
  type FoundRow,
  type Search,
} from './search.repository.ts';
import { DEEPEST_RELEVANCE_OFFSET, keysetOf } from './searchOrder.ts';
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
    const from =
      input.cursor === undefined ? undefined : this.#cursors.decode(question, input.cursor);

    const offset = typeof from === 'number' ? from : 0;
    const rows =
      sort === 'relevance'
        ? await pageByRelevance(em, search, offset)
        : await pageByKeyset(em, search, sort, keysetOf(from));
    const counts = await countSearch(em, search);

    const page = rows.slice(0, input.limit);
    const next =
      rows.length > page.length
        ? nextPosition(page, sort === 'relevance' ? offset : undefined)
        : undefined;
    return {
      items: page.map((row) => toSummary(row, isMatched(row) ? toMatch(row) : undefined)),
      total: counts.total,
      totalIsEstimate: false,
      nextCursor: next === undefined ? null : this.#cursors.encode(question, next),
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

function nextPosition(page: readonly FoundRow[], offset: number | undefined): Position | undefined {
  if (offset === undefined) return page.at(-1)?.position;
  const next = offset + page.length;
  if (next > DEEPEST_RELEVANCE_OFFSET) return undefined;
  return next;
}

function isMatched(
  row: FoundRow,
): row is FoundRow & Required<Pick<FoundRow, 'inName' | 'inTags' | 'inDescription' | 'headline'>> {
  return row.headline !== undefined;
}
