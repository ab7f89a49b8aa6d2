import type { SkillSearchInput, SkillSearchResult } from '@skill-marketplace/shared/contracts';
import type { Marketplace } from '../connection/marketplace.ts';
import { Question } from './question.ts';
import type { Answer } from './question.ts';

/** What a list asks for, apart from the page. */
export type ListQuery = Omit<SkillSearchInput, 'cursor'>;

/** One list of skills, page after page, each asked for once. */
export class SkillList {
  /** Unique among the lists of the tree. */
  readonly id: string;
  readonly query: ListQuery;
  readonly marketplace: Marketplace;
  readonly #onLate: () => void;
  readonly #pages: Question<SkillSearchResult>[] = [];

  constructor(id: string, marketplace: Marketplace, query: ListQuery, onLate: () => void) {
    this.id = id;
    this.marketplace = marketplace;
    this.query = query;
    this.#onLate = onLate;
  }

  /** The answers for the first pages, up to the one that is not there yet or is the last. */
  async pages(wanted: number): Promise<Answer<SkillSearchResult>[]> {
    const answers: Answer<SkillSearchResult>[] = [];
    let cursor: string | undefined;
    for (let page = 0; page < wanted; page += 1) {
      const answer = await this.#page(page, cursor).answer();
      answers.push(answer);
      if (answer.state !== 'answered' || answer.value.nextCursor === null) break;
      cursor = answer.value.nextCursor;
    }
    return answers;
  }

  dispose(): void {
    for (const page of this.#pages) page.dispose();
  }

  #page(page: number, cursor: string | undefined): Question<SkillSearchResult> {
    const input = cursor === undefined ? this.query : { ...this.query, cursor };
    const ask = (signal: AbortSignal) =>
      this.marketplace.client.skills.search.query(input, { signal });
    return (this.#pages[page] ??= new Question(ask, this.#onLate));
  }
}
