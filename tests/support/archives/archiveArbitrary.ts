import * as fc from 'fast-check';
import { HOSTILE_NAMES } from './hostileNames.ts';
import { extraField } from './zipFields.ts';
import { writeZip, type ZipArchive, type ZipEntry } from './zipWriter.ts';

const FOLDERS = ['docs', 'scripts', 'Überblick', '日本語', 'with space', '.github', 'a-b_c'];

/** An archive that keeps every rule, and the content of its files by path. */
export interface HonestArchive {
  archive: ZipArchive;
  files: ReadonlyMap<string, Buffer>;
}

const folder = fc.array(fc.constantFrom(...FOLDERS), { maxLength: 4 });
const content = fc.oneof(
  fc.uint8Array({ maxLength: 300 }),
  fc.tuple(fc.string(), fc.nat(2000)).map(([text, times]) => Buffer.from(text.repeat(times))),
);
const descriptor = fc.constantFrom(
  undefined,
  'signed' as const,
  'bare' as const,
  'signed64' as const,
  'bare64' as const,
);
const honestEntry = fc.record({
  folder,
  isFolder: fc.nat(9).map((chance) => chance === 0),
  content,
  method: fc.constantFrom(0, 8),
  descriptor,
  attributes: fc.constantFrom(0, 0o100644 * 0x10000, 0o100755 * 0x10000, 0o644 * 0x10000, 0x20),
  comment: fc.uint8Array({ maxLength: 9 }),
  time: fc.nat(0xffff),
});

/** Archives as honest programs write them: folders, both methods, descriptors, comments, zip64. */
export const honestArchive: fc.Arbitrary<HonestArchive> = fc
  .record({
    entries: fc.array(honestEntry, { maxLength: 8 }),
    // A tilde begins no signature.
    comment: fc.string().map((text) => text.replaceAll('P', '~')),
    isZip64: fc.boolean(),
  })
  .map(({ entries, comment, isZip64 }) => {
    const files = new Map<string, Buffer>();
    const written = entries.map((entry, index): ZipEntry => {
      // The number keeps names apart.
      const path = [...entry.folder, `f${index}`].join('/');
      const bytes = entry.isFolder ? Buffer.alloc(0) : Buffer.from(entry.content);
      if (!entry.isFolder) files.set(path, bytes);
      return {
        name: entry.isFolder ? `${path}/` : path,
        content: bytes,
        method: entry.method,
        ...(entry.descriptor === undefined ? {} : { descriptor: entry.descriptor }),
        both: { time: entry.time },
        central: {
          comment: entry.comment,
          attributes: entry.isFolder ? 0x10 : entry.attributes,
        },
      };
    });
    return { archive: { entries: written, comment, ...(isZip64 ? { zip64: {} } : {}) }, files };
  });

/** Numbers at which programs go wrong, and any other. */
const size = fc.oneof(
  fc.constantFrom(0, 1, 22, 46, 0xfffe, 0xffff, 0x7fffffff, 0xfffffffe, 0xffffffff),
  fc.nat(3000),
);
const hostileName = fc.oneof(
  fc.constantFrom(
    ...Object.values(HOSTILE_NAMES)
      .flat()
      .filter(({ length }) => length < 500),
  ),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.uint8Array({ maxLength: 20 }),
  fc
    .array(fc.constantFrom('..', '.', '/', '\\', 'a', 'A', 'C:', ' ', '\0', '\u202e'))
    .map((parts) => parts.join('')),
  fc.constantFrom('f0', 'F0', 'f1', 'docs', 'f0/'),
);
const extra = fc
  .tuple(
    fc.constantFrom(0x0001, 0x7075, 0x756e, 0x000d, 0x5455, 0x9901),
    fc.uint8Array({ maxLength: 28 }),
  )
  .map(([id, data]) => extraField(id, data));
const headerLies = fc.record(
  {
    name: hostileName,
    flags: fc.oneof(fc.constantFrom(0, 1, 8, 0x808, 0x840, 0x2800), fc.nat(0xffff)),
    method: fc.constantFrom(0, 8, 9, 12, 99),
    crc32: size,
    compressedSize: size,
    size,
    extra,
    nameLength: size,
    extraLength: size,
    signature: size,
  },
  { requiredKeys: [] },
);
const centralLies = fc.record(
  {
    name: hostileName,
    flags: fc.nat(0xffff),
    size,
    compressedSize: size,
    crc32: size,
    extra,
    commentLength: size,
    disk: size,
    attributes: fc.nat(0xffff).map((mode) => mode * 0x10000),
    offset: size,
  },
  { requiredKeys: [] },
);
const entryLies = fc.record(
  {
    name: hostileName,
    both: headerLies,
    local: headerLies,
    central: centralLies,
    packed: fc.uint8Array({ maxLength: 200 }),
    before: fc.uint8Array({ maxLength: 30 }),
    descriptorBytes: fc.uint8Array({ maxLength: 24 }),
    without: fc.constantFrom('local' as const, 'central' as const),
  },
  { requiredKeys: [] },
);
const endLies = fc.record(
  {
    disk: size,
    directoryDisk: size,
    diskEntryCount: size,
    entryCount: size,
    directorySize: size,
    directoryStart: size,
  },
  { requiredKeys: [] },
);
const archiveLies = fc.record(
  {
    end: fc.oneof(
      endLies,
      size.map((commentLength) => ({ commentLength })),
    ),
    zip64: endLies,
    prefix: fc.uint8Array({ maxLength: 30 }),
    suffix: fc.uint8Array({ maxLength: 30 }),
    beforeDirectory: fc.uint8Array({ maxLength: 30 }),
    afterDirectory: fc.uint8Array({ maxLength: 30 }),
    comment: fc.uint8Array({ maxLength: 60 }),
  },
  { requiredKeys: [] },
);

/** A change to the bytes of a written archive; positions are parts of a million of its length. */
const position = fc.nat(999_999);
const damage = fc.record({
  kind: fc.constantFrom('set' as const, 'cut' as const, 'truncate' as const, 'repeat' as const),
  at: position,
  value: fc.nat(255),
  length: fc.nat(200),
});

/** Archives that lie in some of their fields, or whose bytes were changed; a few stay honest. */
export const hostileArchive: fc.Arbitrary<Buffer> = fc.oneof(
  fc
    .tuple(honestArchive, fc.array(fc.tuple(fc.nat(7), entryLies), { maxLength: 2 }))
    .map(([{ archive }, lies]) => writeZip(withLies(archive, lies))),
  fc
    .tuple(honestArchive, archiveLies)
    .map(([{ archive }, lies]) => writeZip({ ...archive, ...lies })),
  fc
    .tuple(honestArchive, fc.array(damage, { minLength: 1, maxLength: 4 }))
    .map(([{ archive }, damages]) => damages.reduce(damaged, writeZip(archive))),
);

type Lies = typeof entryLies extends fc.Arbitrary<infer T> ? T : never;
type Damage = typeof damage extends fc.Arbitrary<infer T> ? T : never;

function withLies(archive: ZipArchive, lies: readonly (readonly [number, Lies])[]): ZipArchive {
  const entries = [...(archive.entries ?? [])];
  for (const [index, lie] of lies) {
    const at = entries.length === 0 ? 0 : index % entries.length;
    entries[at] = { ...(entries[at] ?? { name: 'f0' }), ...lie };
  }
  return { ...archive, entries };
}

function damaged(bytes: Buffer, change: Damage): Buffer {
  const at = Math.floor((change.at * bytes.length) / 1_000_000);
  const rest = bytes.subarray(at);
  const tails: Readonly<Record<Damage['kind'], () => Uint8Array[]>> = {
    set: () => [Buffer.from([change.value]), rest.subarray(1)],
    cut: () => [rest.subarray(change.length)],
    truncate: () => [],
    repeat: () => [rest.subarray(0, change.length), rest],
  };
  return Buffer.concat([bytes.subarray(0, at), ...tails[change.kind]()]);
}
