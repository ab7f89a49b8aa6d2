import { setImmediate } from 'node:timers/promises';
import { collidingPaths } from '@skill-marketplace/shared/format';
import { fromBufferPromise, type ZipFile } from 'yauzl';
import { deadline } from '../deadline.ts';
import { archiveTookTooLong, unsafeArchive, unsafeEntry } from './archiveFailures.ts';
import type { ArchiveLimits } from './archiveLimits.ts';
import { checkCaps, checkEntryCount } from './caps.ts';
import { readDirectory } from './directory.ts';
import { readEndOfDirectory } from './endOfDirectory.ts';
import { entryLabel } from './entryName.ts';
import type { ArchiveEntry } from './entryRules.ts';
import { checkLayout } from './layout.ts';
import { readEntry } from './readEntry.ts';

/** A file out of an archive; its path is safe below any folder, on every system. */
export interface ExtractedFile {
  path: string;
  content: Buffer;
}

/** What an archive holds: its files in the order in which they lie, and its comment read as UTF-8. */
export interface ExtractedArchive {
  files: ExtractedFile[];
  comment: string;
}

/**
 * Unpacks a zip into memory; it writes nothing anywhere, and runs nothing. All entries are checked before the
 * first is unpacked, and one bad entry refuses the whole archive. Zips inside stay files.
 *
 * Throws `unsafe_archive` with the entry and the rule (path, kind, contradiction, hidden bytes, ratio,
 * checksum, damage, time), `too_large` for an honest archive over a limit of count or size, and
 * the signal's own reason when `signal` is aborted.
 *
 * @example (await extractZip(bytes, DEFAULT_ARCHIVE_LIMITS)).files.map(({ path }) => path)
 */
export async function extractZip(
  content: Uint8Array,
  limits: ArchiveLimits,
  signal?: AbortSignal,
): Promise<ExtractedArchive> {
  signal?.throwIfAborted();
  using stop = deadline(limits.seconds, () => archiveTookTooLong(limits.seconds), signal);
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  const end = readEndOfDirectory(bytes);
  checkEntryCount(end, limits);
  const zip = await openZip(bytes);
  const entries = await readDirectory(zip, bytes, end, limits, stop.signal);
  checkCollisions(entries);
  const packedEntries = await checkLayout(zip, bytes, entries, end, stop.signal);
  checkCaps(entries, bytes.length, limits);
  const files: ExtractedFile[] = [];
  for (const { entry, packed } of packedEntries) {
    const unpacked = await readEntry(entry, packed, stop.signal);
    if (!entry.isFolder) files.push({ path: entry.name, content: unpacked });
    // Others get their turn, and the time limit its chance to fire.
    await setImmediate();
    stop.signal.throwIfAborted();
  }
  return { files, comment: end.comment.toString() };
}

/** Names stay bytes: yauzl would read old code pages into them. Sizes are checked with the entry's name. */
async function openZip(bytes: Buffer): Promise<ZipFile> {
  try {
    return await fromBufferPromise(bytes, { decodeStrings: false, validateEntrySizes: false });
  } catch (cause) {
    throw unsafeArchive('its end record cannot be read', cause);
  }
}

function checkCollisions(entries: readonly ArchiveEntry[]): void {
  // With its slash a folder collides with a folder of the same name, and with a file that is one above it.
  const [collision] = collidingPaths(entries.map(({ name }) => name));
  if (collision === undefined) return;
  const other = entryLabel(Buffer.from(collision.first));
  throw unsafeEntry(
    entryLabel(Buffer.from(collision.second)),
    collision.reason === 'same_file'
      ? `it is the same file as ${other} on some disks`
      : `the file ${other} would have to be its folder`,
  );
}
