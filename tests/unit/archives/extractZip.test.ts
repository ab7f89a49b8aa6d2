import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';
import {
  DEFAULT_ARCHIVE_LIMITS,
  type ArchiveLimits,
} from '../../../server/src/archives/archiveLimits.ts';
import { extractZip } from '../../../server/src/archives/extractZip.ts';
import { archiveOutcome } from '../../support/archives/archiveOutcome.ts';
import { noise } from '../../support/archives/bombs.ts';
import { writeZip, type ZipEntry } from '../../support/archives/zipWriter.ts';

const TEXT = 'An honest text, '.repeat(100);

describe('extractZip', () => {
  it('reads what another program wrote: stored, deflated, streamed, zip64, folders, a comment', async () => {
    const zip = new ZipFile();
    zip.addEmptyDirectory('docs');
    zip.addBuffer(Buffer.from(TEXT), 'docs/stored.md', { compress: false });
    zip.addBuffer(Buffer.from(TEXT), 'docs/deflated.md');
    zip.addBuffer(Buffer.alloc(0), 'empty');
    zip.addReadStream(Readable.from([Buffer.from(TEXT)]), 'Überblick/streamed 日本.md');
    zip.addReadStream(Readable.from([Buffer.from(TEXT)]), 'streamed.bin', { compress: false });
    zip.addBuffer(Buffer.from(TEXT), 'large.md', { forceZip64Format: true });
    zip.addReadStream(Readable.from([Buffer.from(TEXT)]), 'large.bin', { forceZip64Format: true });
    zip.end({ comment: '0123abc', forceZip64Format: true });
    const { files, comment } = await extractZip(await buffer(zip.outputStream), limited({}));
    assert.deepEqual(
      files.map(({ path, content }) => [path, content.toString()]),
      [
        ['docs/stored.md', TEXT],
        ['docs/deflated.md', TEXT],
        ['empty', ''],
        ['Überblick/streamed 日本.md', TEXT],
        ['streamed.bin', TEXT],
        ['large.md', TEXT],
        ['large.bin', TEXT],
      ],
    );
    assert.equal(comment, '0123abc');
  });

  it('takes bytes that lie inside a larger buffer, and leaves them as they were', async () => {
    const zip = writeZip({ entries: [{ name: 'a', content: TEXT }] });
    const around = Buffer.concat([Buffer.from('before'), zip, Buffer.from('after')]);
    const { files } = await extractZip(
      new Uint8Array(around.buffer, around.byteOffset + 6, zip.length),
      limited({}),
    );
    assert.equal(files[0]?.content.toString(), TEXT);
    files[0]?.content.fill(0);
    assert.equal(around.subarray(6, -5).equals(zip), true);
  });

  it('names the entry, the rule and the limit, and shows what cannot be seen', async () => {
    const entries: readonly (readonly [ZipEntry, string])[] = [
      [
        { name: 'a\u202eb.md' },
        'The archive was refused for its entry "a\\u{202e}b.md": the path has an invisible character.',
      ],
      [
        { name: 'link', central: { attributes: 0o120777 * 0x10000 } },
        'The archive was refused for its entry "link": it is a symbolic link.',
      ],
      [
        { name: `${'é'.repeat(100)}/x` },
        `The archive was refused for its entry "${'é'.repeat(100)}"…: the path is longer than 200 bytes.`,
      ],
      [
        { name: 'a/b/c', content: 'x' },
        'The archive was refused for its entry "a/b/c": the path is deeper than 2 folders.',
      ],
      [
        { name: 'a', content: noise(5001) },
        'The entry "a" of the archive has 5,001 bytes; 5,000 is the limit.',
      ],
    ];
    for (const [entry, expected] of entries) {
      const limits = limited({ pathBytes: 200, depth: 2, fileSize: 5000 });
      const { message } = await archiveOutcome(writeZip({ entries: [entry] }), limits);
      assert.equal(message, expected);
    }
  });

  describe('has limits, each of which may be configured', () => {
    const files = (count: number, size: number): ZipEntry[] =>
      Array.from({ length: count }, (_, index) => ({ name: `f${index}`, content: noise(size) }));
    const packed = (size: number): ZipEntry => ({
      name: 'a',
      content: Buffer.alloc(size),
      method: 8,
    });
    const floor = 64 * 1024;
    const cases: Readonly<
      Record<
        string,
        {
          limits: Partial<ArchiveLimits>;
          within: readonly ZipEntry[];
          over: readonly ZipEntry[];
          outcome: string;
        }
      >
    > = {
      '1,000 files': {
        limits: {},
        within: [...files(1000, 0), { name: 'folder/' }],
        over: files(1001, 0),
        outcome: 'too_large',
      },
      'fewer files': {
        limits: { files: 3 },
        within: [...files(3, 9), { name: 'a/' }, { name: 'b/' }, { name: 'c/' }],
        over: files(4, 9),
        outcome: 'too_large',
      },
      'entries, folders among them': {
        limits: { files: 1 },
        within: [{ name: 'a/' }, { name: 'b/' }],
        over: [{ name: 'a/' }, { name: 'b/' }, { name: 'c/' }],
        outcome: 'too_large',
      },
      '2 MiB a file': {
        limits: {},
        within: files(1, 2 * 1024 * 1024),
        over: files(1, 2 * 1024 * 1024 + 1),
        outcome: 'too_large',
      },
      'fewer bytes a file': {
        limits: { fileSize: 100 },
        within: files(3, 100),
        over: files(1, 101),
        outcome: 'too_large',
      },
      '10 MiB in all': {
        limits: {},
        within: files(5, 2 * 1024 * 1024),
        over: [...files(5, 2 * 1024 * 1024), { name: 'one', content: 'x' }],
        outcome: 'too_large',
      },
      'fewer bytes in all': {
        limits: { totalSize: 100 },
        within: files(2, 50),
        over: [...files(2, 50), { name: 'one', content: 'x' }],
        outcome: 'too_large',
      },
      'a ratio of 100 above 64 KiB': {
        limits: {},
        within: [packed(floor)],
        over: [packed(floor + 1)],
        outcome: 'unsafe_archive',
      },
      'a smaller ratio': {
        // Hexadecimal digits pack to little more than half.
        limits: { ratio: 1.5 },
        within: [{ name: 'a', content: noise(floor + 1), method: 8 }],
        over: [{ name: 'a', content: noise(floor).toString('hex'), method: 8 }],
        outcome: 'unsafe_archive',
      },
      'a larger ratio': {
        // Zeros pack to about a thousandth.
        limits: { ratio: 1100, fileSize: 1024 * 1024 },
        within: [packed(1024 * 1024)],
        over: [packed(1024 * 1024 + 1)],
        outcome: 'too_large',
      },
      'paths of 240 bytes': {
        limits: {},
        within: [{ name: 'a'.repeat(240) }],
        over: [{ name: 'a'.repeat(241) }],
        outcome: 'unsafe_archive',
      },
      'shorter paths': {
        limits: { pathBytes: 4 },
        within: [{ name: 'éé' }, { name: 'abcd/' }],
        over: [{ name: 'ééx' }],
        outcome: 'unsafe_archive',
      },
      'no longer paths, whatever is configured': {
        limits: { pathBytes: 1000, depth: 100 },
        within: [{ name: 'a'.repeat(240) }],
        over: [{ name: 'a'.repeat(241) }],
        outcome: 'unsafe_archive',
      },
      '12 segments': {
        limits: {},
        within: [{ name: `${'d/'.repeat(11)}f` }],
        over: [{ name: `${'d/'.repeat(12)}f` }],
        outcome: 'unsafe_archive',
      },
      'fewer segments': {
        limits: { depth: 2 },
        within: [{ name: 'a/b' }, { name: 'a/c/' }],
        over: [{ name: 'a/b/c' }],
        outcome: 'unsafe_archive',
      },
    };
    for (const [limit, { limits, within, over, outcome }] of Object.entries(cases)) {
      it(limit, async () => {
        const outcomeWith = async (entries: readonly ZipEntry[]) =>
          (await archiveOutcome(writeZip({ entries }), limited(limits))).outcome;
        assert.equal(await outcomeWith(within), 'accepted');
        assert.equal(await outcomeWith(over), outcome);
      });
    }
  });

  it('counts the ratio of the whole, too', async () => {
    const entries = Array.from({ length: 40 }, (_, index) => ({
      name: `f${index}`,
      content: Buffer.alloc(60 * 1024),
      method: 8,
    }));
    const { message } = await archiveOutcome(writeZip({ entries }), limited({}));
    assert.equal(
      message,
      'The archive was refused: it becomes more than 100 times its size when unpacked.',
    );
  });

  it('gives up when its time is over', async () => {
    const entries = Array.from({ length: 1000 }, (_, index) => ({
      name: `f${index}`,
      content: TEXT,
    }));
    const { outcome, message } = await archiveOutcome(
      writeZip({ entries }),
      limited({ seconds: 0.001 }),
    );
    assert.equal(outcome, 'unsafe_archive');
    assert.equal(message, 'The archive was refused: reading it took longer than 0.001 seconds.');
  });

  it('stops when its caller wants no more, before it starts and in the middle', async () => {
    const entries = Array.from({ length: 500 }, (_, index) => ({
      name: `f${index}`,
      content: TEXT,
    }));
    const zip = writeZip({ entries });
    const reason = new Error('the client went away');
    await assert.rejects(extractZip(zip, limited({}), AbortSignal.abort(reason)), reason);

    const controller = new AbortController();
    const extracting = extractZip(zip, limited({}), controller.signal);
    setImmediate(() => controller.abort(reason));
    await assert.rejects(extracting, reason);
  });
});

function limited(limits: Partial<ArchiveLimits>): ArchiveLimits {
  return { ...DEFAULT_ARCHIVE_LIMITS, ...limits };
}
