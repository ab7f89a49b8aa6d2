import { unsafeArchive } from './archiveFailures.ts';
import { readZip64End } from './zip64End.ts';

/** Where an archive's central directory lies and what is said of it at the end. */
export interface EndOfDirectory {
  entryCount: number;
  directoryStart: number;
  directoryEnd: number;
  comment: Buffer;
}

/** The fields of an end record that say the same thing in both of its sizes. */
export interface EndFields {
  diskEntryCount: number;
  entryCount: number;
  directorySize: number;
  directoryStart: number;
}

const SIGNATURE = Buffer.from('PK\u0005\u0006', 'latin1');
const RECORD_SIZE = 22;
const MAX_COMMENT_SIZE = 0xffff;
/** Bytes of an entry in the central directory, without its name. */
const MIN_ENTRY_SIZE = 46;

/**
 * Reads the end record (APPNOTE 4.3.16, 4.3.14, 4.3.15) and holds it to what yauzl does not: one disk, the
 * directory ends where the end record begins, and no other record could be taken for the end.
 */
export function readEndOfDirectory(content: Buffer): EndOfDirectory {
  const position = findEnd(content);
  if (position === undefined) {
    throw unsafeArchive('it is no zip, or cut short: the record at its end is missing');
  }
  const commentStart = position + RECORD_SIZE;
  if (!reachesEnd(content, position)) {
    throw unsafeArchive('its end record is followed by other bytes than the comment it announces');
  }
  if (hasOtherEnd(content, position)) {
    throw unsafeArchive('it has two end records, so that programs disagree on what is in it');
  }
  if (content.readUInt32LE(position + 4) !== 0) {
    throw unsafeArchive('it is one part of several');
  }
  const plain: EndFields = {
    diskEntryCount: content.readUInt16LE(position + 8),
    entryCount: content.readUInt16LE(position + 10),
    directorySize: content.readUInt32LE(position + 12),
    directoryStart: content.readUInt32LE(position + 16),
  };
  const { start: directoryEnd, fields } = readZip64End(content, position, plain);
  const { diskEntryCount, entryCount, directorySize, directoryStart } = fields;
  if (diskEntryCount !== entryCount) throw unsafeArchive('it is one part of several');
  if (directoryStart + directorySize !== directoryEnd) {
    throw unsafeArchive('its directory does not end where its end record begins');
  }
  if (entryCount * MIN_ENTRY_SIZE > directorySize) {
    throw unsafeArchive('its directory is too small for the number of entries it announces');
  }
  return { entryCount, directoryStart, directoryEnd, comment: content.subarray(commentStart) };
}

/** The last signature, as yauzl and most programs look for it. */
function findEnd(content: Buffer): number | undefined {
  const last = content.length - RECORD_SIZE;
  if (last < 0) return undefined;
  const position = content.lastIndexOf(SIGNATURE, last);
  return position < Math.max(0, last - MAX_COMMENT_SIZE) ? undefined : position;
}

function reachesEnd(content: Buffer, position: number): boolean {
  return position + RECORD_SIZE + content.readUInt16LE(position + 20) === content.length;
}

/** A zip inside a stored entry has an end record too; only one that reaches our end can be mistaken. */
function hasOtherEnd(content: Buffer, position: number): boolean {
  const first = Math.max(0, content.length - RECORD_SIZE - MAX_COMMENT_SIZE);
  let found = content.indexOf(SIGNATURE, first);
  while (found < position) {
    if (reachesEnd(content, found)) return true;
    found = content.indexOf(SIGNATURE, found + 1);
  }
  return false;
}
