import { z } from 'zod';
import { isEverything, isSameRequest, SearchRequest } from './searchRequest.ts';

const KEY = 'search.recent';
const MOST = 5;

/** What is remembered was written by some version of this extension, so it is read with care. */
const Remembered = z.array(z.unknown()).catch([]);

/** Where they are kept: `vscode.Memento` is one. */
export interface SearchMemory {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

/** The last searches of this workspace, the latest first; five at most. */
export class RecentSearches {
  readonly #memory: SearchMemory;

  constructor(memory: SearchMemory) {
    this.#memory = memory;
  }

  list(): SearchRequest[] {
    return Remembered.parse(this.#memory.get(KEY))
      .flatMap((one) => SearchRequest.safeParse(one).data ?? [])
      .slice(0, MOST);
  }

  /** Puts a search first; one for everything is none. */
  async remember(request: SearchRequest): Promise<void> {
    if (isEverything(request)) return;
    await this.#memory.update(KEY, [request, ...this.#others(request)].slice(0, MOST));
  }

  async forget(request: SearchRequest): Promise<void> {
    await this.#memory.update(KEY, this.#others(request));
  }

  #others(request: SearchRequest): SearchRequest[] {
    return this.list().filter((other) => !isSameRequest(other, request));
  }
}
