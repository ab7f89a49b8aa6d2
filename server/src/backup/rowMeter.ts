import { createHash } from 'node:crypto';

const LINE_FEED = 0x0a;

/** Counts and hashes the rows that pass: in the text form of `COPY` each ends with the only line feed in it. */
export class RowMeter {
  readonly #hash = createHash('sha256');
  rows = 0;

  /** The pieces as they came. */
  async *through(content: AsyncIterable<Buffer>, passed?: () => void): AsyncGenerator<Buffer> {
    for await (const piece of content) {
      this.#hash.update(piece);
      for (let at = piece.indexOf(LINE_FEED); at >= 0; at = piece.indexOf(LINE_FEED, at + 1)) {
        this.rows += 1;
      }
      passed?.();
      yield piece;
    }
  }

  /** Hex of the sha256 of all that has passed; to be asked for once. */
  sha256(): string {
    return this.#hash.digest('hex');
  }
}
