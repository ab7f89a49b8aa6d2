import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import type { z } from 'zod';
import { codeOf } from '../database/refusal.ts';
import { StartupFailure } from '../errors/startupFailure.ts';
import { tableOfEntry } from './format.ts';

/** What of an entry is read. */
interface Entry extends AsyncIterable<unknown> {
  header: { name: string };
}

/** More than any list of tables needs; a table's pieces are never kept whole. */
const MOST_JSON_BYTES = 16 * 1024 * 1024;

/** Opens a backup for reading; a file that is not there is a `StartupFailure`. */
export async function openArchive(path: string): Promise<ArchiveReader> {
  try {
    const file = await open(path);
    return new ArchiveReader(path, file.createReadStream());
  } catch (cause) {
    const reason = codeOf(cause) === 'ENOENT' ? 'there is no such file' : 'no permission';
    throw new StartupFailure(`The backup ${path} cannot be read (${reason}).`, { cause });
  }
}

/** Reads a backup's entries in their order; whatever is wrong with them is a `StartupFailure`. */
export class ArchiveReader implements AsyncDisposable {
  readonly #path: string;
  readonly #file: NodeJS.ReadableStream & { destroy(): void };
  readonly #entries: AsyncIterator<Entry>;
  #next: Entry | undefined;
  #begun = false;

  constructor(path: string, file: NodeJS.ReadableStream & { destroy(): void }) {
    this.#path = path;
    this.#file = file;
    const entries = extract();
    // A failure of any of them ends the last one, where it is met.
    pipeline(file, createGunzip(), entries, () => {});
    this.#entries = entries[Symbol.asyncIterator]();
  }

  /** The entry that comes next, which must have that name and that shape. */
  async json<Schema extends z.ZodType>(name: string, schema: Schema): Promise<z.infer<Schema>> {
    try {
      const entry = await this.#peek();
      if (entry?.header.name !== name) throw this.damaged();
      this.#next = undefined;
      const parts: Buffer[] = [];
      let bytes = 0;
      for await (const part of bytesOf(entry)) {
        bytes += part.byteLength;
        if (bytes > MOST_JSON_BYTES) throw this.damaged();
        parts.push(part);
      }
      const value = schema.parse(JSON.parse(Buffer.concat(parts).toString('utf8')));
      this.#begun = true;
      return value;
    } catch (cause) {
      throw this.damaged(cause);
    }
  }

  /** All pieces of the table that comes next, which must be that one. */
  async *table(name: string): AsyncGenerator<Buffer> {
    try {
      let pieces = 0;
      for (;;) {
        const entry = await this.#peek();
        if (entry === undefined || tableOfEntry(entry.header.name) !== name) break;
        this.#next = undefined;
        pieces += 1;
        yield* bytesOf(entry);
      }
      if (pieces === 0) throw this.damaged();
    } catch (cause) {
      throw this.damaged(cause);
    }
  }

  /** Reads to the end of the file, where nothing may follow and gzip's own checksum stands. */
  async end(): Promise<void> {
    try {
      if ((await this.#peek()) !== undefined) throw this.damaged();
    } catch (cause) {
      throw this.damaged(cause);
    }
  }

  /** The failure that says that the file is not what was written. */
  damaged(cause?: unknown): StartupFailure {
    if (cause instanceof StartupFailure) return cause;
    return new StartupFailure(
      this.#begun
        ? `The backup ${this.#path} is damaged or not whole: nothing was restored. Give another copy of it.`
        : `${this.#path} is no backup of a marketplace: give a file that \`marketplace backup\` made.`,
      { cause },
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#file.destroy();
  }

  async #peek(): Promise<Entry | undefined> {
    if (this.#next === undefined) {
      const { done, value } = await this.#entries.next();
      this.#next = done === true ? undefined : value;
    }
    return this.#next;
  }
}

/** The bytes of an entry; the types of tar-stream do not say that there is nothing else. */
async function* bytesOf(entry: Entry): AsyncGenerator<Buffer> {
  for await (const part of entry) {
    if (!Buffer.isBuffer(part)) throw new Error('an entry gave something else than bytes');
    yield part;
  }
}
