import { archiveCase, type ArchiveCase } from './archiveCase.ts';
import { writeZip, type EndRecord, type ZipArchive, type ZipEntry } from './zipWriter.ts';

const ENTRIES: readonly ZipEntry[] = [
  { name: 'SKILL.md', content: '# A skill\n' },
  { name: 'scripts/run.sh', content: '#!/bin/sh\necho hello\n'.repeat(9), method: 8 },
];
const HONEST: ZipArchive = { entries: ENTRIES };

/** Bytes that belong to no entry, archives that are two things at once, and comments. */
export function polyglotCases(): ArchiveCase[] {
  const inner = writeZip({ entries: [{ name: 'evil.md', content: 'evil' }] });
  const refused = (what: string, archive: ZipArchive | (() => ZipArchive)) =>
    archiveCase(`polyglot: ${what}`, 'unsafe_archive', archive);
  const shell = Buffer.from('#!/bin/sh\nexit 1\n');
  const [first, second] = ENTRIES;
  return [
    refused('a shell script in front', { ...HONEST, prefix: shell }),
    refused('a shell script in front, with true offsets', {
      entries: [{ ...first, name: 'SKILL.md', before: shell }],
    }),
    refused('a program in front', {
      entries: [{ name: 'a', before: Buffer.from(`MZ${'\0'.repeat(900)}`) }],
    }),
    refused('a picture in front', { entries: [{ name: 'a', before: Buffer.from('GIF89a') }] }),
    refused('a PDF in front', { entries: [{ name: 'a', before: Buffer.from('%PDF-1.7\n') }] }),
    refused('another zip in front', { entries: [{ name: 'a', before: inner }] }),
    refused('bytes between two entries', {
      entries: [{ name: 'a' }, { name: 'b', before: Buffer.from('hidden') }],
    }),
    refused('a local header that no directory knows, between two entries', {
      entries: [{ name: 'a' }, { name: 'c', without: 'central' }, { name: 'b' }],
    }),
    refused('bytes before the directory', { ...HONEST, beforeDirectory: Buffer.from('x') }),
    refused('a signing block before the directory', {
      ...HONEST,
      beforeDirectory: Buffer.from(`${'\0'.repeat(64)}APK Sig Block 42`),
    }),
    refused('bytes after the directory', { ...HONEST, afterDirectory: Buffer.from('x') }),
    refused('a digital signature after the directory', {
      ...HONEST,
      afterDirectory: Buffer.from('PK\u0005\u0005\u0001\0x', 'latin1'),
    }),
    refused('a signature counted into the directory', {
      ...HONEST,
      afterDirectory: Buffer.from('PK\u0005\u0005\u0001\0x', 'latin1'),
      end: { directorySize: directorySize(ENTRIES) + 7 },
    }),
    refused('bytes after the end', { ...HONEST, suffix: Buffer.from('x') }),
    refused('a long tail after the end', { ...HONEST, suffix: Buffer.alloc(70_000) }),
    refused('a comment longer than it says', {
      ...HONEST,
      comment: 'abc',
      end: { commentLength: 1 },
    }),
    refused('a comment shorter than it says', {
      ...HONEST,
      comment: 'abc',
      end: { commentLength: 9 },
    }),
    refused('another zip after the end', { ...HONEST, suffix: inner }),
    refused('another zip as the comment', { ...HONEST, comment: inner }),
    refused('an end record in the comment', { ...HONEST, comment: writeZip({}) }),
    refused('the signature of an end record in the comment', {
      ...HONEST,
      comment: Buffer.from(`PK\u0005\u0006${'x'.repeat(30)}`, 'latin1'),
    }),
    refused('a directory that another end record hides in an entry', hiddenEnd),
    refused('one entry under two names', () => sharedEntry(['a', 'b'])),
    refused('one entry under one name, twice', () => sharedEntry(['a', 'a'])),
    refused('an entry inside another', () => ({
      entries: [
        { name: 'outer', content: writeZip({ entries: [{ name: 'inner', content: 'x' }] }) },
        {
          name: 'inner',
          content: 'x',
          without: 'local',
          packed: Buffer.alloc(0),
          both: { compressedSize: 1 },
          central: { offset: 35 },
        },
      ],
    })),
    archiveCase('comment: a commit, as GitHub writes it', 'accepted', {
      ...HONEST,
      comment: 'a'.repeat(40),
    }),
    archiveCase('comment: of the greatest length', 'accepted', {
      ...HONEST,
      comment: 'c'.repeat(65_535),
    }),
    archiveCase('comment: with controls and bidi', 'accepted', {
      ...HONEST,
      comment: 'a\0b\u202ec',
    }),
    archiveCase('comment: of an entry', 'accepted', {
      entries: [{ name: 'a', central: { comment: Buffer.from('about a') } }],
    }),
    archiveCase('nested: a zip inside stays a file', 'accepted', {
      entries: [{ name: 'inner.zip', content: inner }],
    }),
    archiveCase('layout: the directory in another order', 'accepted', () =>
      reversedDirectory(second === undefined ? [] : [second, { name: 'z' }]),
    ),
    archiveCase('layout: nothing in it', 'accepted', {}),
    archiveCase('layout: one top folder', 'accepted', {
      entries: [{ name: 'skills-main/' }, { name: 'skills-main/a/SKILL.md', content: 'x' }],
    }),
  ];
}

/** End records that lie about the directory. */
export function lyingEndCases(): ArchiveCase[] {
  const size = directorySize(ENTRIES);
  const start = writeZip(HONEST).length - size - 22;
  const lies: Readonly<Record<string, Partial<EndRecord>>> = {
    'another disk': { disk: 1 },
    'a directory on another disk': { directoryDisk: 1 },
    'fewer entries on this disk': { diskEntryCount: 1 },
    'fewer entries': { entryCount: 1, diskEntryCount: 1 },
    'no entries': { entryCount: 0, diskEntryCount: 0 },
    'more entries': { entryCount: 3, diskEntryCount: 3 },
    '65,535 entries': { entryCount: 0xffff, diskEntryCount: 0xffff },
    'a smaller directory': { directorySize: size - 1 },
    'a smaller directory that starts later': { directorySize: size - 1, directoryStart: start + 1 },
    'a larger directory': { directorySize: size + 1 },
    'a larger directory that starts earlier': {
      directorySize: size + 1,
      directoryStart: start - 1,
    },
    'a directory at the start': { directoryStart: 0 },
    'a directory at the start that reaches the end': {
      directoryStart: 0,
      directorySize: start + size,
    },
    'a directory past the end': { directoryStart: 0x7fffffff },
    'sizes full of ones': { directorySize: 0xffffffff, directoryStart: 0xffffffff },
  };
  return Object.entries(lies).map(([what, end]) =>
    archiveCase(`lying end: ${what}`, 'unsafe_archive', { ...HONEST, end }),
  );
}

/** The first bytes, the last bytes, and what is no zip at all. */
export function truncationCases(): ArchiveCase[] {
  const whole = writeZip(HONEST);
  const lengths = [0, 1, 4, 21, 22, 30, 60, whole.length / 2, whole.length - 23, whole.length - 1];
  const bytes = (name: string, content: () => Buffer): ArchiveCase => ({
    name,
    bytes: content,
    expected: 'unsafe_archive',
  });
  return [
    ...lengths.map((length) =>
      bytes(`truncation: the first ${Math.floor(length)} bytes`, () => whole.subarray(0, length)),
    ),
    ...[1, 4, 30, 60].map((missing) =>
      bytes(`truncation: without the first ${missing} bytes`, () => whole.subarray(missing)),
    ),
    bytes('no zip: text', () => Buffer.from('# A skill\n'.repeat(50))),
    bytes('no zip: gzip', () => Buffer.from(`\u001f\u008b\u0008${'\0'.repeat(60)}`, 'latin1')),
    bytes('no zip: zeros', () => Buffer.alloc(100_000)),
    bytes('no zip: signatures of end records', () =>
      Buffer.from('PK\u0005\u0006'.repeat(50_000), 'latin1'),
    ),
    bytes('no zip: signatures of local headers', () =>
      Buffer.from('PK\u0003\u0004'.repeat(50_000), 'latin1'),
    ),
  ];
}

function directorySize(entries: readonly ZipEntry[]): number {
  return entries.reduce((sum, { name }) => sum + 46 + Buffer.from(name).length, 0);
}

/** Each name points at the same local header; its own says the first. */
function sharedEntry(names: readonly string[]): ZipArchive {
  const [name = '', ...others] = names;
  return {
    entries: [
      { name, content: 'shared' },
      ...others.map((other): ZipEntry => ({
        name: other,
        content: 'shared',
        packed: Buffer.alloc(0),
        both: { compressedSize: 6 },
        without: 'local',
        central: { offset: 0 },
      })),
    ],
  };
}

/** Programs that look for the last end record see one file; those that look from the front, another. */
function hiddenEnd(): ZipArchive {
  const archive = (commentLength: number): ZipArchive => ({
    entries: [
      {
        name: 'a.bin',
        content: writeZip({ entries: [{ name: 'evil' }], end: { commentLength } }),
      },
    ],
  });
  const innerEnd = 30 + 'a.bin'.length + writeZip({ entries: [{ name: 'evil' }] }).length;
  return archive(writeZip(archive(0)).length - innerEnd);
}

function reversedDirectory(entries: readonly ZipEntry[]): ZipArchive {
  const [first, second] = entries;
  if (first === undefined || second === undefined) return {};
  const offset = writeZip({ entries: [first] }).length - 22 - directorySize([first]);
  return {
    entries: [
      { ...first, without: 'central' },
      { ...second, central: { offset } },
      { ...first, without: 'local', packed: Buffer.alloc(0), ...sizesOf(first) },
    ],
  };
}

function sizesOf(entry: ZipEntry): Partial<ZipEntry> {
  const whole = writeZip({ entries: [entry] });
  return { both: { compressedSize: whole.readUInt32LE(18) }, central: { offset: 0 } };
}
