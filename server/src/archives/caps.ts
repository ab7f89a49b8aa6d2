import { inDigits } from '../errors/inDigits.ts';
import { archiveTooLarge, unsafeArchive, unsafeEntry } from './archiveFailures.ts';
import type { ArchiveLimits } from './archiveLimits.ts';
import type { EndOfDirectory } from './endOfDirectory.ts';
import type { ArchiveEntry } from './entryRules.ts';

/** Small repetitive texts are honest and compress well: below this many bytes no ratio is counted. */
const RATIO_FLOOR = 64 * 1024;
/** Entries for each file that is allowed: room for as many folders as files. */
const ENTRIES_PER_FILE = 2;

/** Refuses, before any entry is read, an archive with more entries than any within the limits has. */
export function checkEntryCount({ entryCount }: EndOfDirectory, { files }: ArchiveLimits): void {
  if (entryCount > files * ENTRIES_PER_FILE) {
    throw archiveTooLarge(
      `The archive has ${inDigits(entryCount)} files and folders`,
      files * ENTRIES_PER_FILE,
    );
  }
}

/**
 * Holds the announced sizes to the limits; that they are true is checked while reading. The ratio comes
 * first, so that a bomb is `unsafe_archive` and only an honest archive is `too_large`.
 */
export function checkCaps(
  entries: readonly ArchiveEntry[],
  archiveSize: number,
  limits: ArchiveLimits,
): void {
  const ratioOver = (size: number, packed: number) =>
    size > RATIO_FLOOR && size > packed * limits.ratio;
  const rule = `more than ${inDigits(limits.ratio)} times its size when unpacked`;
  let total = 0;
  for (const { source, label } of entries) {
    if (ratioOver(source.uncompressedSize, source.compressedSize)) {
      throw unsafeEntry(label, `it becomes ${rule}`);
    }
    total += source.uncompressedSize;
  }
  if (ratioOver(total, archiveSize)) throw unsafeArchive(`it becomes ${rule}`);
  checkSizes(entries, total, limits);
}

function checkSizes(entries: readonly ArchiveEntry[], total: number, limits: ArchiveLimits): void {
  const files = entries.filter(({ isFolder }) => !isFolder);
  if (files.length > limits.files) {
    throw archiveTooLarge(`The archive has ${inDigits(files.length)} files`, limits.files);
  }
  for (const { source, label } of files) {
    const size = source.uncompressedSize;
    if (size > limits.fileSize) {
      throw archiveTooLarge(
        `The entry ${label} of the archive has ${inDigits(size)} bytes`,
        limits.fileSize,
      );
    }
  }
  if (total > limits.totalSize) {
    throw archiveTooLarge(
      `The files of the archive have ${inDigits(total)} bytes together`,
      limits.totalSize,
    );
  }
}
