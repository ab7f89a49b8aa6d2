import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { pack } from 'tar-stream';
import { tableEntry } from './format.ts';

/** A tar says how long an entry is before it, and a table's length is not known: it is written in pieces. */
const PIECE_BYTES = 1024 * 1024;

/** Writes a backup's entries; what cannot be written rejects the call that comes next. */
export class ArchiveWriter {
  readonly #pack = pack();
  readonly #written: Promise<void>;
  readonly #time: Date;

  constructor(target: Writable, time: Date, signal: AbortSignal | undefined) {
    this.#time = time;
    this.#written = pipeline(this.#pack, createGzip(), target, { signal });
    // Whoever writes next, or finishes, is told.
    this.#written.catch(() => {});
  }

  /** An entry with a value as JSON. */
  async addJson(name: string, value: object): Promise<void> {
    await this.#add(name, Buffer.from(`${JSON.stringify(value, null, 2)}\n`));
  }

  /** The pieces of a table; at least one, so that an empty table stands there too. */
  async addTable(table: string, content: AsyncIterable<Buffer>): Promise<void> {
    let pieces = 0;
    let gathered: Buffer[] = [];
    let bytes = 0;
    const write = async () => {
      pieces += 1;
      await this.#add(tableEntry(table, pieces), Buffer.concat(gathered));
      gathered = [];
      bytes = 0;
    };
    for await (const part of content) {
      gathered.push(part);
      bytes += part.byteLength;
      if (bytes >= PIECE_BYTES) await write();
    }
    if (bytes > 0 || pieces === 0) await write();
  }

  /** Resolves when all of it is on disk. */
  async finish(): Promise<void> {
    this.#pack.finalize();
    await this.#written;
  }

  /** Writes no more, and resolves when the file is let go of. */
  async abandon(): Promise<void> {
    this.#pack.destroy();
    await this.#written.catch(() => {});
  }

  async #add(name: string, content: Buffer): Promise<void> {
    const added = new Promise<void>((resolve, reject) => {
      this.#pack.entry({ name, mode: 0o600, mtime: this.#time }, content, (error) =>
        error ? reject(error) : resolve(),
      );
    });
    try {
      // When the disk is full, the entry is never taken.
      await Promise.race([added, this.#written]);
    } catch (error) {
      // That no entry is taken any more says less than why.
      await this.#written;
      throw error;
    }
  }
}
