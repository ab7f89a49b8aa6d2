/** How long a view waits before it says that it waits. */
export const PATIENCE_MS = 2_000;

/** What is known of a question at one moment. */
export type Answer<T> =
  | { state: 'answered'; value: T }
  | { state: 'waiting' }
  | { state: 'failed'; error: unknown };

/**
 * One question to a server, asked once, whose answer a view may ask for as often as it draws. It
 * never rejects and never keeps a view waiting for longer than its patience: when the answer comes
 * later, the view is told.
 */
export class Question<T> {
  readonly #ended: Promise<void>;
  readonly #controller = new AbortController();
  readonly #onLate: () => void;
  readonly #patienceMs: number;
  #answer: Answer<T> = { state: 'waiting' };
  #isAwaited = false;

  constructor(
    ask: (signal: AbortSignal) => Promise<T>,
    onLate: () => void,
    patienceMs: number = PATIENCE_MS,
  ) {
    this.#onLate = onLate;
    this.#patienceMs = patienceMs;
    this.#ended = this.#settle(ask);
  }

  async answer(): Promise<Answer<T>> {
    if (this.#answer.state !== 'waiting' || this.#isAwaited) return this.#answer;
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, this.#patienceMs);
    });
    await Promise.race([this.#ended, patience]);
    clearTimeout(timer);
    this.#isAwaited ||= this.#answer.state === 'waiting';
    return this.#answer;
  }

  /** Gives up; what still comes is dropped. */
  dispose(): void {
    this.#controller.abort();
  }

  async #settle(ask: (signal: AbortSignal) => Promise<T>): Promise<void> {
    const { signal } = this.#controller;
    const answer: Answer<T> = await ask(signal).then(
      (value) => ({ state: 'answered', value }),
      (error: unknown) => ({ state: 'failed', error }),
    );
    if (signal.aborted) return;
    this.#answer = answer;
    if (this.#isAwaited) this.#onLate();
  }
}
