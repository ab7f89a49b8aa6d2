import type { Entry, ZipFile } from 'yauzl';
import { inDigits } from '../errors/inDigits.ts';
import { unsafeArchive, unsafeEntry } from './archiveFailures.ts';
import type { EndOfDirectory } from './endOfDirectory.ts';
import { entryLabel } from './entryName.ts';
import { checkEntry, type ArchiveEntry } from './entryRules.ts';
import type { ArchiveLimits } from './archiveLimits.ts';
import { hasExactZip64 } from './zip64Entry.ts';

const FIXED_SIZE = 46;

/** Reads every entry of the central directory and holds each to the rules; nothing is unpacked yet. */
export async function readDirectory(
  zip: ZipFile,
  content: Buffer,
  end: EndOfDirectory,
  limits: ArchiveLimits,
  stop: AbortSignal,
): Promise<ArchiveEntry[]> {
  const entries: ArchiveEntry[] = [];
  const sources = zip.eachEntry();
  let position = end.directoryStart;
  for (;;) {
    const source = await nextEntry(sources, entries.length);
    if (source === undefined) break;
    stop.throwIfAborted();
    const { fileNameLength, extraFieldLength, fileCommentLength } = source;
    const next = position + FIXED_SIZE + fileNameLength + extraFieldLength + fileCommentLength;
    if (next > end.directoryEnd) throw unsafeArchive('its directory is larger than it says');
    const problem = recordProblem(source, content.subarray(position, next));
    if (problem !== undefined) throw unsafeEntry(entryLabel(source.fileNameRaw), problem);
    entries.push(checkEntry(source, limits));
    position = next;
  }
  if (position !== end.directoryEnd) {
    throw unsafeArchive('its directory holds more than the entries it announces');
  }
  return entries;
}

/** What yauzl does not tell of a record, read from its bytes. */
function recordProblem(source: Entry, record: Buffer): string | undefined {
  if (record.readUInt16LE(34) !== 0) return 'it lies in another part of several';
  if (!hasExactZip64(source, record)) return 'its zip64 fields contradict its plain ones';
  return undefined;
}

/** yauzl's sentences hold no names, since it is not asked to decode them. */
async function nextEntry(
  sources: AsyncIterableIterator<Entry>,
  already: number,
): Promise<Entry | undefined> {
  try {
    const { done, value } = await sources.next();
    return done === true ? undefined : value;
  } catch (cause) {
    const why = cause instanceof Error ? `: ${cause.message}` : '';
    throw unsafeArchive(`entry ${inDigits(already + 1)} cannot be read${why}`, cause);
  }
}
