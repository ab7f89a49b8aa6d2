import { crc32, deflateRawSync } from 'node:zlib';
import { archiveCase, type ArchiveCase } from './archiveCase.ts';
import { extraField, fields } from './zipFields.ts';
import { writeZip, type ZipArchive, type ZipEntry } from './zipWriter.ts';

const MIB = 1024 * 1024;

/** Archives that are small and become large, and honest ones over a limit. */
export function bombCases(): ArchiveCase[] {
  const bomb = (what: string, archive: () => ZipArchive) =>
    archiveCase(`bomb: ${what}`, 'unsafe_archive', archive);
  return [
    bomb('one file of zeros', () => ({ entries: [zeros('a', 1)] })),
    bomb('one large file of zeros', () => ({ entries: [zeros('a', 16)] })),
    bomb('many files of zeros', () => ({ entries: numbered(200).map((name) => zeros(name, 1)) })),
    bomb('many small files of zeros that are large together', () => ({
      entries: numbered(900).map((name) => ({
        name,
        content: Buffer.alloc(60 * 1024),
        method: 8,
      })),
    })),
    bomb('a file of zeros that says it is small', () => ({
      entries: [{ ...zeros('a', 4), both: { size: 1000, crc32: crc32(Buffer.alloc(1000)) } }],
    })),
    bomb('a file of zeros that says it is small, behind a descriptor', () => ({
      entries: [{ ...zeros('a', 4), descriptor: 'signed', both: { size: 1000 } }],
    })),
    bomb('four gigabytes that are not there', () => ({
      entries: [{ name: 'a', content: 'x', method: 8, both: { size: 0xfffffff0 } }],
    })),
    bomb('exabytes that are not there', () => ({
      entries: [
        {
          name: 'a',
          content: 'x',
          method: 8,
          central: { size: 0xffffffff, extra: extraField(1, fields([8, 2 ** 60])) },
          local: {
            size: 0xffffffff,
            extra: extraField(1, fields([8, 2 ** 60], [8, 3])),
          },
        },
      ],
    })),
    bomb('one stream of zeros that all names share', () => {
      const shared = zeros('a', 1);
      return {
        entries: [
          shared,
          ...numbered(500).map((name): ZipEntry => ({
            ...shared,
            name,
            packed: Buffer.alloc(0),
            without: 'local',
            both: { compressedSize: shared.packed?.length ?? 0 },
            central: { offset: 0 },
          })),
        ],
      };
    }),
    bomb('streams that each swallow the next header', overlapping),
    bomb('zips in zips, all packed', () => ({ entries: [{ ...nested(), method: 8 }] })),
    archiveCase('bomb: zips in zips, which stay files', 'accepted', () => ({
      entries: [{ name: 'bomb.zip', content: writeZip({ entries: [zeros('a', 4)] }) }],
    })),
    archiveCase('bomb: zeros below what counts as one', 'accepted', () => ({
      entries: [{ name: 'a', content: Buffer.alloc(64 * 1024), method: 8 }],
    })),
    archiveCase(
      'bomb: compressed data that goes on for long and comes to nothing',
      'accepted',
      () => ({
        entries: [{ name: 'empty', method: 8, packed: emptyBlocks(2_000_000) }],
      }),
    ),
    archiveCase('bomb: all that the limits allow, in large files', 'accepted', () => ({
      entries: numbered(5).map((name) => ({ name, content: noise(2 * MIB), method: 8 })),
    })),
    archiveCase('bomb: all that the limits allow, in small files', 'accepted', () => ({
      entries: [
        ...numbered(1000).map((name) => ({
          name: `${'é/'.repeat(11)}${'ß'.repeat(90)}${name}`,
          content: noise(10 * 1024),
          method: 8,
        })),
        ...numbered(1000).map((name) => ({ name: `${'ß'.repeat(110)}${name}/` })),
      ],
    })),
    archiveCase('bomb: a ratio that is just allowed', 'accepted', () => ({
      entries: numbered(5).map((name) => ({
        name,
        content: Buffer.concat([noise(20 * 1024), Buffer.alloc(2 * MIB - 20 * 1024)]),
        method: 8,
      })),
    })),
    archiveCase('too large: one file', 'too_large', () => ({
      entries: [{ name: 'a', content: noise(2 * MIB + 1) }],
    })),
    archiveCase('too large: all files together', 'too_large', () => ({
      entries: numbered(6).map((name) => ({ name, content: noise(2 * MIB) })),
    })),
    archiveCase('too large: many files', 'too_large', () => ({
      entries: numbered(1001).map((name) => ({ name })),
    })),
    archiveCase('too large: many folders', 'too_large', () => ({
      entries: numbered(2001).map((name) => ({ name: `${name}/` })),
    })),
    archiveCase('too large: as many files as a zip may have', 'too_large', () => ({
      entries: numbered(65_535).map((name) => ({ name })),
    })),
  ];
}

/** Bytes that do not compress, the same each time: a linear congruential generator (Numerical Recipes). */
export function noise(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  let state = length;
  for (let index = 0; index < length; index += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes[index] = state >>> 24;
  }
  return bytes;
}

/** Deflate blocks without a byte in them (RFC 1951, 3.2.4), the last one marked as the last. */
function emptyBlocks(count: number): Buffer {
  const block = Buffer.from([0, 0, 0, 0xff, 0xff]);
  const last = Buffer.from([1, 0, 0, 0xff, 0xff]);
  return Buffer.concat([Buffer.alloc(block.length * count, block), last]);
}

function numbered(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `f${index}`);
}

/** Packed once for each size: packing is what takes long. */
const packedZeros = new Map<number, Pick<ZipEntry, 'packed' | 'both'>>();

function zeros(name: string, mebibytes: number): ZipEntry {
  const content = Buffer.alloc(mebibytes * MIB);
  const known = packedZeros.get(mebibytes) ?? { packed: deflateRawSync(content) };
  packedZeros.set(mebibytes, known);
  return { name, content, method: 8, ...known };
}

/** A zip of zips of zeros, alike enough to pack to almost nothing. */
function nested(): ZipEntry {
  const inner = writeZip({ entries: [zeros('a', 1)] });
  return { name: 'bomb.zip', content: Buffer.concat(Array.from({ length: 400 }, () => inner)) };
}

/** Each entry's data begins with stored blocks around the following headers and ends in one stream for all. */
function overlapping(): ZipArchive {
  const kernel = deflateRawSync(Buffer.alloc(MIB));
  const names = numbered(50);
  return {
    entries: names.map((name, index): ZipEntry => {
      const isLast = index === names.length - 1;
      const length = isLast ? 0 : 30 + (names[index + 1] ?? '').length;
      const block = Buffer.concat([Buffer.from([0]), fields([2, length], [2, ~length])]);
      return {
        name,
        method: 8,
        packed: isLast ? kernel : block,
        both: { size: MIB, compressedSize: kernel.length + (names.length - index) * 40 },
      };
    }),
  };
}
