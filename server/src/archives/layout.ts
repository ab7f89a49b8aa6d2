import type { Entry, LocalFileHeader, ZipFile } from 'yauzl';
import { unsafeArchive, unsafeEntry } from './archiveFailures.ts';
import { matchesDescriptor } from './dataDescriptor.ts';
import type { EndOfDirectory } from './endOfDirectory.ts';
import { DESCRIPTOR_FLAG, type ArchiveEntry } from './entryRules.ts';
import { localHeaderProblem } from './localHeader.ts';

/** An entry with its bytes as they lie in the archive. */
export interface PackedEntry {
  entry: ArchiveEntry;
  packed: Buffer;
}

/**
 * Checks that local headers repeat the central directory, and that the entries fill the archive from its
 * first byte to the directory: nothing before, between, or twice used. So it is nothing else as well (a
 * program, a picture, another zip), and no byte of it goes unread. Gives back the entries with their bytes,
 * in the order in which they lie.
 */
export async function checkLayout(
  zip: ZipFile,
  content: Buffer,
  entries: readonly ArchiveEntry[],
  end: EndOfDirectory,
  stop: AbortSignal,
): Promise<PackedEntry[]> {
  const inOrder = [...entries].sort((a, b) => startOf(a) - startOf(b));
  const packed: PackedEntry[] = [];
  let position = 0;
  for (const [index, entry] of inOrder.entries()) {
    const { source, label } = entry;
    if (startOf(entry) < position) throw unsafeEntry(label, 'it overlaps with another entry');
    if (startOf(entry) > position) throw unsafeEntry(label, 'bytes before it belong to no entry');
    const local = await readLocalHeader(zip, entry);
    stop.throwIfAborted();
    const problem = localHeaderProblem(source, local);
    if (problem !== undefined) throw unsafeEntry(label, problem);
    const following = inOrder[index + 1];
    const next = following === undefined ? end.directoryStart : startOf(following);
    const dataEnd = local.fileDataStart + source.compressedSize;
    if (dataEnd > next) throw unsafeEntry(label, 'it reaches into what follows it');
    if (!endsAt(source, content.subarray(dataEnd, next))) {
      throw unsafeEntry(label, 'bytes after it belong to no entry');
    }
    packed.push({ entry, packed: content.subarray(local.fileDataStart, dataEnd) });
    position = next;
  }
  if (position !== end.directoryStart) throw unsafeArchive('it has bytes that belong to no entry');
  return packed;
}

function startOf({ source }: ArchiveEntry): number {
  return source.relativeOffsetOfLocalHeader;
}

/** Between an entry's data and what follows stands its descriptor, or nothing. */
function endsAt(source: Entry, between: Buffer): boolean {
  if ((source.generalPurposeBitFlag & DESCRIPTOR_FLAG) === 0) return between.length === 0;
  return matchesDescriptor(source, between);
}

async function readLocalHeader(
  zip: ZipFile,
  { source, label }: ArchiveEntry,
): Promise<LocalFileHeader> {
  try {
    return await zip.readLocalFileHeaderPromise(source);
  } catch (cause) {
    throw unsafeEntry(label, 'its local header or its data is missing', cause);
  }
}
