import { isSameRequest, typedWords, withWords } from './searchRequest.ts';
import type { SearchRequest } from './searchRequest.ts';

/** After a key, others within this time are waited for. */
export const TYPING_PAUSE_MS = 120;

/** How a search ended. */
export type Outcome<T> = { state: 'answered'; value: T } | { state: 'failed'; error: unknown };

/** What is to be seen at one moment. */
export interface SessionState<T> {
  /** What is searched for. */
  request: SearchRequest;
  /** True while its answer is awaited. */
  isBusy: boolean;
  /** The last answer, and what it answers: an earlier request while the session is busy. */
  shown?: { request: SearchRequest; outcome: Outcome<T> };
}

/** Runs an action later; calling what it gives prevents that. */
export type Later = (action: () => void, milliseconds: number) => () => void;

/** What a session works with. */
export interface SessionOptions<T> {
  start: SearchRequest;
  search: (request: SearchRequest, signal: AbortSignal) => Promise<T>;
  /** Told of every change, the first one before the constructor returns. */
  show: (state: SessionState<T>) => void;
  later?: Later;
}

/**
 * A search that answers while its words are typed. The first key asks at once, the following ones when
 * they pause; every request gives up the one before, whose signal is aborted and whose answer is dropped.
 */
export class SearchSession<T> {
  readonly #search: SessionOptions<T>['search'];
  readonly #show: SessionOptions<T>['show'];
  readonly #later: Later;
  #state: SessionState<T>;
  #asking = new AbortController();
  /** Ends the pause after a key; missing when there was none lately. */
  #endPause: (() => void) | undefined;
  /** True when the request changed within the pause. */
  #isDue = false;

  constructor({ start, search, show, later = byTimer }: SessionOptions<T>) {
    this.#search = search;
    this.#show = show;
    this.#later = later;
    this.#state = { request: start, isBusy: true };
    this.#ask(start);
  }

  /** Takes what stands in the box after a key; below two characters it counts as empty. */
  type(text: string): void {
    const request = withWords(this.#state.request, typedWords(text));
    if (isSameRequest(request, this.#state.request)) return;
    if (this.#endPause === undefined) {
      this.#ask(request);
    } else {
      this.#endPause();
      this.#isDue = true;
      this.#await(request);
    }
    this.#endPause = this.#later(() => {
      this.#endPause = undefined;
      if (this.#isDue) this.#ask(request);
    }, TYPING_PAUSE_MS);
  }

  /** Asks for something else at once. */
  ask(request: SearchRequest): void {
    this.#ask(request);
  }

  /** Asks the same once more. */
  again(): void {
    this.#ask(this.#state.request);
  }

  /** Gives up; nothing is shown any more. */
  dispose(): void {
    this.#endPause?.();
    this.#asking.abort();
  }

  #ask(request: SearchRequest): void {
    this.#isDue = false;
    const { signal } = this.#await(request);
    void this.#settle(request, signal);
  }

  #await(request: SearchRequest): AbortController {
    this.#asking.abort();
    this.#asking = new AbortController();
    this.#change({ ...this.#state, request, isBusy: true });
    return this.#asking;
  }

  async #settle(request: SearchRequest, signal: AbortSignal): Promise<void> {
    const outcome: Outcome<T> = await this.#search(request, signal).then(
      (value) => ({ state: 'answered', value }),
      (error: unknown) => ({ state: 'failed', error }),
    );
    if (!signal.aborted) this.#change({ request, isBusy: false, shown: { request, outcome } });
  }

  #change(state: SessionState<T>): void {
    this.#state = state;
    this.#show(state);
  }
}

function byTimer(action: () => void, milliseconds: number): () => void {
  const timer = setTimeout(action, milliseconds);
  return () => clearTimeout(timer);
}
