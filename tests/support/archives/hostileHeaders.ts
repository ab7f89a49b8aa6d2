import { deflateRawSync } from 'node:zlib';
import { caseOf, type ArchiveCase } from './archiveCase.ts';
import { extraField, fields } from './zipFields.ts';
import type { ZipEntry } from './zipWriter.ts';

const TEXT = 'Some text, and some text again. '.repeat(20);

/** Local headers that contradict the central directory. */
export function mismatchCases(): ArchiveCase[] {
  const file: ZipEntry = { name: 'a.md', content: TEXT, method: 8 };
  const lies: Readonly<Record<string, ZipEntry['local']>> = {
    'another name': { name: '../evil.sh' },
    'another name of the same length': { name: 'b.md' },
    'a name with another case': { name: 'A.md' },
    'no name': { name: '' },
    'another method': { method: 0 },
    'another size': { size: 1 },
    'no size': { size: 0 },
    'another compressed size': { compressedSize: 1 },
    'another checksum': { crc32: 1 },
    'a flag for encryption': { flags: 0x801 },
    'a flag for a descriptor': { flags: 0x808 },
    'no flag for UTF-8': { flags: 0 },
    'another signature': { signature: 0x04034b51 },
    'a name longer than the archive': { nameLength: 0xffff },
    'an extra field longer than the archive': { extraLength: 0xffff },
    'an extra field shorter than it says': { extra: fields([2, 0x5455], [2, 500]) },
    'a zip64 field with other sizes': { extra: extraField(1, fields([8, 1], [8, 1])) },
    'a zip64 field too short': { extra: extraField(1, fields([8, TEXT.length])) },
    'an extra field twice': {
      extra: Buffer.concat([
        extraField(0x5455, fields([4, 0])),
        extraField(0x5455, fields([4, 0])),
      ]),
    },
  };
  return [
    ...Object.entries(lies).map(([what, local = {}]) =>
      caseOf(`mismatch: the local header has ${what}`, 'unsafe_archive', { ...file, local }),
    ),
    caseOf('mismatch: another time and version, which is harmless', 'accepted', {
      ...file,
      local: { time: 77, versionNeeded: 10 },
    }),
    caseOf('mismatch: times in an extra field of one header, which is harmless', 'accepted', {
      ...file,
      local: { extra: extraField(0x5455, fields([4, 0], [4, 0])) },
    }),
    caseOf('mismatch: no local header', 'unsafe_archive', { ...file, without: 'local' }),
    caseOf('mismatch: not in the directory', 'unsafe_archive', { ...file, without: 'central' }),
    caseOf(
      'mismatch: not in the directory, another after it',
      'unsafe_archive',
      {
        ...file,
        without: 'central',
      },
      { name: 'b.md' },
    ),
    caseOf('mismatch: a descriptor with another checksum', 'unsafe_archive', {
      ...file,
      descriptor: 'signed',
      descriptorBytes: fields([4, 0x08074b50], [4, 1], [4, 1], [4, 1]),
    }),
    caseOf('mismatch: a descriptor of odd length', 'unsafe_archive', {
      ...file,
      descriptor: 'signed',
      descriptorBytes: Buffer.alloc(13),
    }),
    caseOf('mismatch: no descriptor where one is announced', 'unsafe_archive', {
      ...file,
      descriptor: 'signed',
      descriptorBytes: Buffer.alloc(0),
    }),
    caseOf('mismatch: a descriptor without its signature', 'unsafe_archive', {
      ...file,
      descriptor: 'signed',
      descriptorBytes: Buffer.alloc(16),
    }),
  ];
}

/** Sizes, checksums and compressed data that are not as announced. */
export function lyingSizeCases(): ArchiveCase[] {
  const content = Buffer.from(TEXT);
  const packed = deflateRawSync(content);
  const lie = (what: string, entry: Partial<ZipEntry>, ...more: readonly ZipEntry[]) =>
    caseOf(
      `lying sizes: ${what}`,
      'unsafe_archive',
      { name: 'a.md', content, method: 8, ...entry },
      ...more,
    );
  const size = content.length;
  return [
    lie('larger than it says', { both: { size: size - 1 } }),
    lie('far larger than it says', { content: Buffer.alloc(60_000), both: { size: 1 } }),
    lie('smaller than it says', { both: { size: size + 1 } }),
    lie('says that it is empty', { both: { size: 0 } }),
    lie('says four gigabytes', { both: { size: 0xfffffffe } }),
    lie('says that it is full of ones', { both: { size: 0xffffffff } }),
    lie('compressed is larger than it says', { both: { compressedSize: packed.length - 1 } }),
    lie('compressed reaches into the directory', { both: { compressedSize: packed.length + 9 } }),
    lie('compressed reaches past the archive', { both: { compressedSize: 0x7fffffff } }),
    lie(
      'compressed reaches into the next',
      { both: { compressedSize: packed.length + 9 } },
      { name: 'b.md', content: 'x'.repeat(99) },
    ),
    lie('stored with two sizes', { method: 0, both: { size: size - 1 } }),
    lie('stored with another compressed size', { method: 0, both: { compressedSize: size - 1 } }),
    lie('a wrong checksum', { both: { crc32: 0 } }),
    lie('a wrong checksum of stored bytes', { method: 0, both: { crc32: 0 } }),
    lie('a checksum for an empty file', { content: '', both: { crc32: 1 } }),
    lie('compressed data that is cut short', { packed: packed.subarray(0, -1) }),
    lie('compressed data that is cut to nothing', { packed: Buffer.alloc(0) }),
    lie('bytes after the compressed data', { packed: Buffer.concat([packed, Buffer.from('x')]) }),
    lie('a long tail after the compressed data', {
      packed: Buffer.concat([packed, Buffer.alloc(200_000, 'tail')]),
    }),
    lie('a second compressed stream', { packed: Buffer.concat([packed, packed]) }),
    lie('no deflate at all', { packed: Buffer.alloc(100, 0xff) }),
    lie('a broken block', { packed: Buffer.concat([Buffer.from([0x06]), packed]) }),
    lie('a distance before the start', { packed: Buffer.from([0x03, 0x02, 0x00]) }),
    lie('a name longer than the record', { central: { nameLength: 0xffff } }),
    lie('an extra field longer than the record', { central: { extraLength: 0xffff } }),
    lie('a comment longer than the record', { central: { commentLength: 0xffff } }),
    lie('extra fields that do not fit', { central: { extra: fields([2, 1], [2, 99]) } }),
    lie('another disk', { central: { disk: 1 } }),
    lie('an offset past the archive', { central: { offset: 0x7fffffff } }),
    lie('an offset into the directory', { central: { offset: 150 } }),
    lie('an offset full of ones', { central: { offset: 0xffffffff } }),
    lie('a record with another signature', { central: { signature: 0x02014b51 } }),
  ];
}
