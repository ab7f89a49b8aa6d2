/** What a zip says of one file, in its local header and once more in its directory. */
export interface ZipEntry {
  /** The path as UTF-8. */
  name: Buffer;
  size: number;
  executable: boolean;
  /** Where the local header stands. */
  offset: number;
}

/** Bytes of a local header, and of a record of the directory, without the name. */
export const LOCAL_HEADER_SIZE = 30;
export const DIRECTORY_RECORD_SIZE = 46;
/** Bytes of the record that ends a zip. */
export const END_RECORD_SIZE = 22;

/** Version 2.0 of the format, names in UTF-8, stored, at 1980-01-01 00:00: the first time that DOS knows. */
const VERSION_NEEDED = 20;
const NAMES_ARE_UTF8 = 1 << 11;
const STORED = 0;
const TIME = 0;
const DATE = (1 << 5) | 1;
/** Unix, version 6.3: modes stand in the upper half of the attributes. */
const MADE_BY = (3 << 8) | 63;

/** The header before a stored file (APPNOTE.TXT, 4.3.7). */
export function localHeader(entry: ZipEntry, crc: number): Buffer {
  const header = Buffer.alloc(LOCAL_HEADER_SIZE);
  header.writeUInt32LE(0x04034b50, 0);
  writeFacts(header, 4, entry, crc);
  return Buffer.concat([header, entry.name]);
}

/** The record of a stored file in the directory (APPNOTE.TXT, 4.3.12). */
export function directoryRecord(entry: ZipEntry, crc: number): Buffer {
  const record = Buffer.alloc(DIRECTORY_RECORD_SIZE);
  record.writeUInt32LE(0x02014b50, 0);
  record.writeUInt16LE(MADE_BY, 4);
  writeFacts(record, 6, entry, crc);
  record.writeUInt16LE(entry.executable ? 0o100755 : 0o100644, 40);
  record.writeUInt32LE(entry.offset, 42);
  return Buffer.concat([record, entry.name]);
}

/** The record that ends a zip (APPNOTE.TXT, 4.3.16). */
export function endRecord(count: number, directory: { offset: number; size: number }): Buffer {
  const record = Buffer.alloc(END_RECORD_SIZE);
  record.writeUInt32LE(0x06054b50, 0);
  record.writeUInt16LE(count, 8);
  record.writeUInt16LE(count, 10);
  record.writeUInt32LE(directory.size, 12);
  record.writeUInt32LE(directory.offset, 16);
  return record;
}

/** The 26 bytes that a local header and a record of the directory have in common. */
function writeFacts(target: Buffer, at: number, { name, size }: ZipEntry, crc: number): void {
  target.writeUInt16LE(VERSION_NEEDED, at);
  target.writeUInt16LE(NAMES_ARE_UTF8, at + 2);
  target.writeUInt16LE(STORED, at + 4);
  target.writeUInt16LE(TIME, at + 6);
  target.writeUInt16LE(DATE, at + 8);
  target.writeUInt32LE(crc, at + 10);
  // Stored: as many bytes in the zip as in the file.
  target.writeUInt32LE(size, at + 14);
  target.writeUInt32LE(size, at + 18);
  target.writeUInt16LE(name.length, at + 22);
}
