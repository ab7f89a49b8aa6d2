import { archiveCase, type ArchiveCase } from './archiveCase.ts';
import { extraField, fields } from './zipFields.ts';
import type { ZipArchive, ZipEntry } from './zipWriter.ts';

const CONTENT = 'large only in name\n';
const SIZE = CONTENT.length;
const FULL = 0xffffffff;
const FULL_END = {
  diskEntryCount: 0xffff,
  entryCount: 0xffff,
  directorySize: FULL,
  directoryStart: FULL,
};

/** zip64 where it is consistent, and every way in which it contradicts the plain fields. */
export function zip64Cases(): ArchiveCase[] {
  const sizes = extraField(1, fields([8, SIZE], [8, SIZE]));
  const entry: ZipEntry = { name: 'a.md', content: CONTENT };
  const wide: ZipEntry = { ...entry, both: { size: FULL, compressedSize: FULL, extra: sizes } };
  const of = (what: string, expected: ArchiveCase['expected'], archive: ZipArchive) =>
    archiveCase(`zip64: ${what}`, expected, archive);
  const refused = (what: string, archive: ZipArchive) => of(what, 'unsafe_archive', archive);
  const central = (extra: Uint8Array): ZipEntry => ({
    ...entry,
    central: { size: FULL, compressedSize: FULL, extra },
  });
  return [
    of('an end record that repeats the plain one', 'accepted', { entries: [entry], zip64: {} }),
    of('an end record in place of the plain one', 'accepted', {
      entries: [entry],
      zip64: {},
      end: FULL_END,
    }),
    of('an end record for nothing', 'accepted', { zip64: {}, end: FULL_END }),
    of('sizes in both headers', 'accepted', { entries: [wide] }),
    of('sizes in the directory', 'accepted', { entries: [central(sizes)] }),
    of('sizes in the local header, as after a stream', 'accepted', {
      entries: [{ ...entry, local: { size: FULL, compressedSize: FULL, extra: sizes } }],
    }),
    of('sizes in a descriptor of eight bytes', 'accepted', {
      entries: [{ ...entry, descriptor: 'signed64' }],
    }),
    of('sizes to come, in a local header before a descriptor', 'accepted', {
      entries: [
        {
          ...entry,
          descriptor: 'bare64',
          local: {
            size: FULL,
            compressedSize: FULL,
            extra: extraField(1, fields([8, 0], [8, 0])),
          },
        },
      ],
    }),
    of('an offset in the directory', 'accepted', {
      entries: [{ ...entry, central: { offset: FULL, extra: extraField(1, fields([8, 0])) } }],
    }),
    refused('two end records that contradict each other', {
      entries: [entry],
      zip64: { entryCount: 0, diskEntryCount: 0, directorySize: 0 },
    }),
    refused('another directory than in the plain end record', {
      entries: [entry],
      zip64: { directoryStart: 0 },
    }),
    refused('a count beyond all numbers', {
      entries: [entry],
      zip64: { entryCount: -1, diskEntryCount: -1 },
      end: FULL_END,
    }),
    refused('a directory beyond all numbers', {
      entries: [entry],
      zip64: { directoryStart: -1 },
      end: FULL_END,
    }),
    refused('a locator that points elsewhere', { entries: [entry], zip64: { recordStart: 0 } }),
    refused('a locator that points past the end', { entries: [entry], zip64: { recordStart: -1 } }),
    refused('a record that is larger than it should be', {
      entries: [entry],
      zip64: { recordSize: 50 },
    }),
    refused('bytes between the record and its locator', {
      entries: [entry],
      zip64: { between: Buffer.from('hidden'), recordSize: 50 },
    }),
    refused('several disks', { entries: [entry], zip64: { disks: 2 } }),
    refused('another disk', { entries: [entry], zip64: { disk: 1 } }),
    refused('a locator without a record', {
      entries: [entry],
      afterDirectory: fields([4, 0x07064b50], [4, 0], [8, 0], [4, 1]),
    }),
    refused('a locator hidden in the comment of an entry', {
      entries: [
        {
          ...entry,
          central: { comment: fields([4, 0x07064b50], [4, 0], [8, 0], [4, 1]) },
        },
      ],
    }),
    refused('other sizes than in the local header', {
      entries: [central(extraField(1, fields([8, SIZE - 1], [8, SIZE - 1])))],
    }),
    refused('only one size where two are needed', {
      entries: [central(extraField(1, fields([8, SIZE])))],
    }),
    refused('no sizes where they are needed', { entries: [central(Buffer.alloc(0))] }),
    refused('an extra offset that nothing asks for', {
      entries: [central(extraField(1, fields([8, SIZE], [8, SIZE], [8, 0])))],
    }),
    refused('sizes that nothing asks for', { entries: [{ ...entry, central: { extra: sizes } }] }),
    refused('two fields of sizes', {
      entries: [central(Buffer.concat([sizes, sizes]))],
    }),
    refused('sizes beyond all numbers', {
      entries: [central(extraField(1, fields([8, -1], [8, -1])))],
    }),
    refused('an offset beyond all numbers', {
      entries: [{ ...entry, central: { offset: FULL, extra: extraField(1, fields([8, -1])) } }],
    }),
  ];
}
