/** What a lane's line that names the next test file begins with. */
export const FILE_MARK = '── ';

/**
 * Puts what several processes print at the same time into one order: what belongs to a test file
 * comes in one piece, once the process goes on to the next. A process alone prints as it goes.
 */
export class LaneOutput {
  readonly #write: (text: string) => void;
  readonly #isAlone: boolean;
  #held = '';

  constructor(write: (text: string) => void, isAlone: boolean) {
    this.#write = write;
    this.#isAlone = isAlone;
  }

  /** Takes what the process printed. */
  take(text: string): void {
    this.#held += text;
    const next = this.#isAlone ? this.#held.length : this.#held.lastIndexOf(`\n${FILE_MARK}`);
    if (next <= 0) return;
    this.#write(this.#held.slice(0, next));
    this.#held = this.#held.slice(next);
  }

  /** Prints what is left, once the process has ended. */
  end(): void {
    this.#write(this.#held);
    this.#held = '';
  }
}
