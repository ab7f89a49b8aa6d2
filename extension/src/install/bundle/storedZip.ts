import { InstallFailure } from '../installFailure.ts';

const END = { signature: 0x06054b50, size: 22 };
const CENTRAL = { signature: 0x02014b50, size: 46 };
const LOCAL = { signature: 0x04034b50, size: 30 };

/** File type bits of a mode, in the upper half of the external attributes; 0 when a writer gives none. */
const TYPE_MASK = 0o170000;
const REGULAR_FILE = 0o100000;

/** Bit 11: the name is UTF-8. No other flag has a place in a bundle (encryption, sizes that follow the data). */
const UTF8_FLAG = 0x0800;

interface CentralEntry {
  name: string;
  /** The bytes from the version needed to the extra field's length, which the local header repeats. */
  facts: Buffer;
  size: number;
  offset: number;
}

/**
 * Reads a marketplace's bundle: a zip whose entries are stored, lie one after another from the first
 * byte, and say the same in both headers. Every other zip is refused, so there is nothing to inflate
 * and no byte that two readers could see differently. The contents are views of the given bytes.
 *
 * @throws InstallFailure `integrity_mismatch`
 */
export function readStoredZip(bytes: Uint8Array): Map<string, Uint8Array> {
  const zip = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries = readCentralDirectory(zip);
  const files = new Map<string, Uint8Array>();
  let position = 0;
  for (const entry of entries.list) {
    if (entry.offset !== position) throw malformed('its entries do not follow one another');
    const start = checkLocalHeader(zip, entry);
    position = start + entry.size;
    if (position > entries.start) throw malformed('an entry is longer than the file');
    if (files.has(entry.name)) throw malformed('a name stands twice in it');
    files.set(entry.name, zip.subarray(start, position));
  }
  if (position !== entries.start) throw malformed('it holds bytes that belong to no entry');
  return files;
}

function readCentralDirectory(zip: Buffer): { start: number; list: CentralEntry[] } {
  const end = zip.length - END.size;
  if (end < 0 || zip.readUInt32LE(end) !== END.signature) throw malformed('its end is missing');
  const count = zip.readUInt16LE(end + 10);
  const size = zip.readUInt32LE(end + 12);
  const start = zip.readUInt32LE(end + 16);
  // Disk numbers and the comment's length are zero in a zip that is whole and ends here.
  const plain = zip.readUInt32LE(end + 4) === 0 && zip.readUInt16LE(end + 20) === 0;
  if (!plain || zip.readUInt16LE(end + 8) !== count || start + size !== end) {
    throw malformed('its end does not fit its length');
  }
  const list: CentralEntry[] = [];
  let position = start;
  for (let index = 0; index < count; index += 1) {
    const { entry, next } = readCentralEntry(zip, position, end);
    list.push(entry);
    position = next;
  }
  if (position !== end) throw malformed('its directory is longer than it says');
  return { start, list };
}

function readCentralEntry(
  zip: Buffer,
  at: number,
  end: number,
): { entry: CentralEntry; next: number } {
  if (at + CENTRAL.size > end || zip.readUInt32LE(at) !== CENTRAL.signature) {
    throw malformed('its directory is broken');
  }
  const flags = zip.readUInt16LE(at + 8);
  const method = zip.readUInt16LE(at + 10);
  const size = zip.readUInt32LE(at + 24);
  if ((flags & ~UTF8_FLAG) !== 0 || method !== 0 || zip.readUInt32LE(at + 20) !== size) {
    throw malformed('an entry is compressed or encrypted');
  }
  const type = (zip.readUInt32LE(at + 38) >>> 16) & TYPE_MASK;
  if (type !== 0 && type !== REGULAR_FILE) throw malformed('an entry is not a plain file');
  const nameLength = zip.readUInt16LE(at + 28);
  // A bundle needs neither extra fields (zip64 among them) nor comments nor further disks.
  if (zip.readUInt16LE(at + 30) !== 0 || zip.readUInt32LE(at + 32) !== 0) {
    throw malformed('an entry has fields that a bundle does not have');
  }
  const next = at + CENTRAL.size + nameLength;
  if (next > end) throw malformed('a name is longer than its directory');
  return {
    entry: {
      name: decodeName(zip.subarray(at + CENTRAL.size, next)),
      facts: zip.subarray(at + 6, at + 32),
      size,
      offset: zip.readUInt32LE(at + 42),
    },
    next,
  };
}

/** Checks that the local header repeats the directory's entry; returns where the data starts. */
function checkLocalHeader(zip: Buffer, { name, facts, offset }: CentralEntry): number {
  const start = offset + LOCAL.size;
  if (start > zip.length || zip.readUInt32LE(offset) !== LOCAL.signature) {
    throw malformed('an entry is not where its directory says');
  }
  const nameEnd = start + zip.readUInt16LE(offset + 26);
  const repeated = zip.subarray(offset + 4, start).equals(facts);
  if (!repeated || nameEnd > zip.length || decodeName(zip.subarray(start, nameEnd)) !== name) {
    throw malformed('an entry says different things in two places');
  }
  return nameEnd;
}

function decodeName(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw malformed('a name is not UTF-8');
  }
}

function malformed(what: string): InstallFailure {
  return new InstallFailure(
    'integrity_mismatch',
    `The bundle is not one that a marketplace writes: ${what}. Try again; if it stays so, tell the marketplace's admin.`,
  );
}
