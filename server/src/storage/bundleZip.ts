import { crc32 } from 'node:zlib';
import type { BundleFile } from '@skill-marketplace/shared/contracts';
import {
  DIRECTORY_RECORD_SIZE,
  directoryRecord,
  END_RECORD_SIZE,
  endRecord,
  LOCAL_HEADER_SIZE,
  localHeader,
  type ZipEntry,
} from './zipRecords.ts';

/** Gives the bytes behind some hashes; one that is not there any more is left out. */
export type LoadContents = (hashes: readonly string[]) => Promise<ReadonlyMap<string, Uint8Array>>;

/** Small files are loaded together up to so many bytes; a larger one comes alone. */
const GROUP_BYTES = 256 * 1024;

interface Entry extends ZipEntry {
  path: string;
  sha256: string;
}

/**
 * A bundle as a zip that is the same to the byte on every server: entries stored (deflate differs between
 * builds of zlib), sorted, with one fixed time and one of two modes. Its length is known from the manifest, and
 * its bytes are made while they are read, so that no more than one file and its neighbours are in memory.
 * Written by hand, since a zip library either keeps every file until the end or puts the checksums after them.
 */
export class BundleZip {
  /** Bytes of the whole. */
  readonly length: number;
  readonly #entries: readonly Entry[];
  readonly #directory: { offset: number; size: number };
  readonly #load: LoadContents;

  /** `files` as the manifest has them, sorted by path; their bytes are asked of `load`. */
  constructor(files: readonly BundleFile[], load: LoadContents) {
    let offset = 0;
    let size = 0;
    this.#entries = files.map((file) => {
      const entry = { ...file, name: Buffer.from(file.path), offset };
      offset += lengthOf(entry);
      size += DIRECTORY_RECORD_SIZE + entry.name.length;
      return entry;
    });
    this.#directory = { offset, size };
    this.length = offset + size + END_RECORD_SIZE;
    this.#load = load;
  }

  /**
   * The bytes from `start` to `end`, both included. Files outside of them are loaded only when the directory
   * at the end is asked for, which holds every file's checksum. Fails when a file's bytes are gone.
   */
  async *read(start = 0, end = this.length - 1): AsyncGenerator<Uint8Array> {
    const cut = (offset: number, bytes: Uint8Array) =>
      bytes.subarray(Math.max(0, start - offset), Math.max(0, end + 1 - offset));
    const withDirectory = end >= this.#directory.offset;
    const needed = this.#entries.filter(
      (entry) => withDirectory || (entry.offset <= end && entry.offset + lengthOf(entry) > start),
    );
    const records: Buffer[] = [];
    for (const group of groupsOf(needed)) {
      const contents = await this.#load(group.map(({ sha256 }) => sha256));
      const pieces = group.flatMap((entry) => {
        const content = contents.get(entry.sha256);
        if (content === undefined) throw new Error(`the bytes of ${entry.path} are gone`);
        const crc = crc32(content);
        if (withDirectory) records.push(directoryRecord(entry, crc));
        const header = localHeader(entry, crc);
        return [cut(entry.offset, header), cut(entry.offset + header.length, content)];
      });
      // Many small writes are slow, and a large file is not copied.
      if (group.length > 1) yield Buffer.concat(pieces);
      else yield* pieces;
    }
    if (!withDirectory) return;
    records.push(endRecord(this.#entries.length, this.#directory));
    yield cut(this.#directory.offset, Buffer.concat(records));
  }
}

function lengthOf({ name, size }: ZipEntry): number {
  return LOCAL_HEADER_SIZE + name.length + size;
}

/** Neighbours that are loaded together. */
function* groupsOf(entries: readonly Entry[]): Generator<Entry[]> {
  let group: Entry[] = [];
  let bytes = 0;
  for (const entry of entries) {
    if (group.length > 0 && bytes + entry.size > GROUP_BYTES) {
      yield group;
      group = [];
      bytes = 0;
    }
    group.push(entry);
    bytes += entry.size;
  }
  if (group.length > 0) yield group;
}
