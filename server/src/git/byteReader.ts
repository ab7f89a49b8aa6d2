/** Reads a stream of bytes by lines and by counts. */
export class ByteReader {
  readonly #chunks: AsyncIterator<Buffer>;
  /** What has come and is not read. */
  #pending: Buffer = Buffer.alloc(0);

  constructor(stream: AsyncIterable<Buffer>) {
    this.#chunks = stream[Symbol.asyncIterator]();
  }

  /**
   * The bytes up to the next one of that value, which is read too; `undefined` at the end of the stream. Throws
   * when more than `limit` bytes come without it, or the stream ends in between.
   */
  async until(end: number, limit: number): Promise<Buffer | undefined> {
    const parts: Buffer[] = [];
    let size = 0;
    while (this.#pending.length > 0 || (await this.#more())) {
      const index = this.#pending.indexOf(end);
      const part = this.#take(index === -1 ? this.#pending.length : index);
      parts.push(part);
      size += part.length;
      if (size > limit) throw new Error(`there are more than ${limit} bytes in one line`);
      if (index === -1) continue;
      this.#take(1);
      return Buffer.concat(parts);
    }
    if (size > 0) throw new Error('the stream ended within a line');
    return undefined;
  }

  /** Exactly that many bytes; throws when the stream ends before. */
  async bytes(count: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    let missing = count;
    while (missing > 0) {
      if (this.#pending.length === 0 && !(await this.#more())) {
        throw new Error(`the stream ended ${missing} bytes too early`);
      }
      const part = this.#take(Math.min(missing, this.#pending.length));
      parts.push(part);
      missing -= part.length;
    }
    return Buffer.concat(parts, count);
  }

  /** Waits for the next chunk, when all that came is read; false at the end. */
  async #more(): Promise<boolean> {
    for (;;) {
      const { done, value } = await this.#chunks.next();
      if (done === true) return false;
      if (value.length === 0) continue;
      this.#pending = value;
      return true;
    }
  }

  #take(count: number): Buffer {
    const taken = this.#pending.subarray(0, count);
    this.#pending = this.#pending.subarray(count);
    return taken;
  }
}
