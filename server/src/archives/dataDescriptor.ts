import type { Entry } from 'yauzl';

const SIGNATURE = 0x08074b50;

/**
 * True when the bytes are the data descriptor (APPNOTE 4.3.9) of an entry and nothing else: its signature,
 * which some programs leave out, checksum, compressed size and size, these of four bytes or of eight.
 */
export function matchesDescriptor(entry: Entry, bytes: Buffer): boolean {
  const isSigned = bytes.length === 16 || bytes.length === 24;
  if (isSigned && bytes.readUInt32LE(0) !== SIGNATURE) return false;
  const fields = isSigned ? bytes.subarray(4) : bytes;
  if (fields.length !== 12 && fields.length !== 20) return false;
  const sizes =
    fields.length === 12
      ? [fields.readUInt32LE(4), fields.readUInt32LE(8)]
      : [Number(fields.readBigUInt64LE(4)), Number(fields.readBigUInt64LE(12))];
  const [compressedSize, size] = sizes;
  return (
    fields.readUInt32LE(0) === entry.crc32 &&
    compressedSize === entry.compressedSize &&
    size === entry.uncompressedSize
  );
}
