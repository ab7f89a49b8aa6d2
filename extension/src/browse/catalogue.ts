import type { Category, SkillSearchResult } from '@skill-marketplace/shared/contracts';
import type { Marketplace } from '../connection/marketplace.ts';
import { Question } from './question.ts';
import { SkillList } from './skillList.ts';
import type { ListQuery } from './skillList.ts';

/** Below either, a catalogue is shown as one list. */
const SMALL = { skills: 50, ratings: 10 } as const;

/**
 * All that the Browse view has asked since its last refresh. A refresh throws it away as a whole, so
 * that no late answer of an earlier server, account or search is ever shown.
 */
export class Catalogue {
  readonly marketplace: Question<Marketplace>;
  readonly #onLate: () => void;
  readonly #lists = new Map<string, SkillList>();
  #overview: Question<SkillSearchResult> | undefined;
  #categories: Question<Category[]> | undefined;
  #isDisposed = false;

  constructor(connect: () => Promise<Marketplace>, onLate: () => void) {
    this.#onLate = () => {
      if (!this.#isDisposed) onLate();
    };
    this.marketplace = new Question(connect, this.#onLate);
  }

  /** The number of skills, and the best rated ones: one cheap call that says how to lay out the tree. */
  overview({ client }: Marketplace): Question<SkillSearchResult> {
    return (this.#overview ??= new Question(
      (signal) => client.skills.search.query({ sort: 'rating', limit: SMALL.ratings }, { signal }),
      this.#onLate,
    ));
  }

  categories({ client }: Marketplace): Question<Category[]> {
    return (this.#categories ??= new Question(
      (signal) => client.skills.categories.query(undefined, { signal }),
      this.#onLate,
    ));
  }

  /** The list of that id; one list has one query until the next refresh. */
  list(id: string, marketplace: Marketplace, query: ListQuery): SkillList {
    const known = this.#lists.get(id);
    if (known !== undefined) return known;
    const list = new SkillList(id, marketplace, query, this.#onLate);
    this.#lists.set(id, list);
    return list;
  }

  dispose(): void {
    this.#isDisposed = true;
    for (const question of [this.marketplace, this.#overview, this.#categories])
      question?.dispose();
    for (const list of this.#lists.values()) list.dispose();
  }
}

/**
 * True when sections would hold next to nothing. The overview's page begins with the rated skills,
 * and each has a rating at least: so a full page of them settles it.
 */
export function isSmall({ total, items }: Pick<SkillSearchResult, 'total' | 'items'>): boolean {
  const ratings = items.reduce((sum, { ratingCount }) => sum + ratingCount, 0);
  return total < SMALL.skills || ratings < SMALL.ratings;
}
