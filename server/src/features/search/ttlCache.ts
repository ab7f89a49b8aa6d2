/** Keeps what was computed for a while, the most recent first; at most `size` entries. */
export class TtlCache<T> {
  readonly #entries = new Map<string, { value: Promise<T>; until: number }>();
  readonly #milliseconds: number;
  readonly #size: number;

  constructor(milliseconds: number, size: number) {
    this.#milliseconds = milliseconds;
    this.#size = size;
  }

  /** Keeps a value that was learnt otherwise. */
  set(key: string, value: T): void {
    this.#keep(key, Promise.resolve(value));
  }

  /** What is kept under the key, or what `compute` gives; of several who ask at once one computes. */
  get(key: string, compute: () => Promise<T>): Promise<T> {
    const found = this.#entries.get(key);
    if (found !== undefined && found.until > performance.now()) {
      // Whoever computes may go away; those who only waited ask again.
      return found.value.catch(() => this.get(key, compute));
    }
    const value = compute();
    this.#keep(key, value);
    // What failed, or was abandoned by whoever asked first, is not kept for others.
    value.catch(() => {
      if (this.#entries.get(key)?.value === value) this.#entries.delete(key);
    });
    return value;
  }

  #keep(key: string, value: Promise<T>): void {
    this.#entries.delete(key);
    this.#entries.set(key, { value, until: performance.now() + this.#milliseconds });
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= this.#size) break;
      this.#entries.delete(oldest);
    }
  }
}
