import { addAbortSignal } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { constants, crc32, createInflateRaw, type InflateRaw } from 'node:zlib';
import { unsafeEntry } from './archiveFailures.ts';
import { STORED, type ArchiveEntry } from './entryRules.ts';

/** Bytes of a stored file between two turns of the event loop. */
const CHUNK_SIZE = 256 * 1024;

/**
 * Unpacks the bytes of one entry whose announced size is within the limits, chunk by chunk, and stops at the
 * first byte too many. Throws `unsafe_archive` when size, checksum or compressed data are not as announced,
 * and the reason of `stop` as soon as that is aborted. yauzl's own streams do not check checksums, ignore
 * what follows the end of compressed data, and take several times the memory for small files.
 */
export async function readEntry(
  { source, label }: ArchiveEntry,
  packed: Buffer,
  stop: AbortSignal,
): Promise<Buffer> {
  const content = Buffer.alloc(source.uncompressedSize);
  const inflate = source.compressionMethod === STORED ? undefined : inflateFor(content.length);
  const chunks = inflate === undefined ? inChunks(packed) : inflated(inflate, packed, label, stop);
  let size = 0;
  let checksum = 0;
  for await (const chunk of chunks) {
    if (size + chunk.length > content.length) throw unsafeEntry(label, 'it is larger than it says');
    chunk.copy(content, size);
    size += chunk.length;
    checksum = crc32(chunk, checksum);
    stop.throwIfAborted();
  }
  if (inflate !== undefined && inflate.bytesWritten !== packed.length) {
    throw unsafeEntry(label, 'it has bytes after the end of its compressed data');
  }
  if (size !== content.length) throw unsafeEntry(label, 'it is smaller than it says');
  if (checksum !== source.crc32) {
    throw unsafeEntry(label, 'its content does not match its checksum');
  }
  return content;
}

/** A buffer of zlib's usual size for each of a thousand small files would be most of the memory that they take. */
function inflateFor(size: number): InflateRaw {
  const { Z_MIN_CHUNK, Z_DEFAULT_CHUNK } = constants;
  return createInflateRaw({ chunkSize: Math.min(Math.max(size, Z_MIN_CHUNK), Z_DEFAULT_CHUNK) });
}

async function* inChunks(stored: Buffer): AsyncGenerator<Buffer> {
  for (let start = 0; start < stored.length; start += CHUNK_SIZE) {
    if (start > 0) await setImmediate();
    yield stored.subarray(start, start + CHUNK_SIZE);
  }
}

async function* inflated(
  inflate: InflateRaw,
  packed: Buffer,
  label: string,
  stop: AbortSignal,
): AsyncGenerator<Buffer> {
  // Compressed data may go on for long and come to nothing: a check for each chunk would not be enough.
  const chunks: AsyncIterable<Buffer> = addAbortSignal(stop, inflate);
  inflate.end(packed);
  try {
    yield* chunks;
  } catch (cause) {
    stop.throwIfAborted();
    // Otherwise only zlib fails: the packed bytes lie in memory.
    throw unsafeEntry(label, 'its compressed data is damaged', cause);
  } finally {
    inflate.destroy();
  }
}
