import assert from 'node:assert/strict';
import { buffer } from 'node:stream/consumers';
import { comparePaths } from '@skill-marketplace/shared/format';
import * as fc from 'fast-check';
import { ZipFile } from 'yazl';
import {
  describeFiles,
  type LoadedFile,
  type NewFile,
} from '../../../server/src/storage/bundle.repository.ts';
import { BundleZip } from '../../../server/src/storage/bundleZip.ts';

const MIB = 1024 * 1024;

/** The zip of the files, and the hashes that it asked for, one list a question. */
function zipOf(files: readonly LoadedFile[]) {
  const asked: string[][] = [];
  const contents = new Map(files.map(({ sha256, content }) => [sha256, content]));
  const zip = new BundleZip(files, async (hashes) => {
    asked.push([...hashes]);
    return contents;
  });
  return { zip, asked };
}

/** The same files as yazl writes them. */
function writtenByYazl(files: readonly LoadedFile[]): Promise<Buffer> {
  const zip = new ZipFile();
  const mtime = new Date(1980, 0, 1);
  for (const { path, content, executable } of files) {
    const mode = executable ? 0o100755 : 0o100644;
    const options = { compress: false, mtime, forceDosTimestamp: true, mode };
    zip.addBuffer(Buffer.from(content), path, options);
  }
  zip.end();
  return buffer(zip.outputStream);
}

const anyFiles: fc.Arbitrary<LoadedFile[]> = fc
  .uniqueArray(
    fc.record({
      path: fc
        .array(fc.stringMatching(/^[\p{L}\p{N}_-]{1,12}$/u), { minLength: 1, maxLength: 3 })
        .map((names) => names.join('/')),
      content: fc.uint8Array({ maxLength: 300 }),
      executable: fc.boolean(),
    }),
    { maxLength: 12, selector: ({ path }) => path },
  )
  .map((files: NewFile[]) => describeFiles(files));

const filled = (path: string, size: number, fill: number) => ({
  path,
  content: new Uint8Array(size).fill(fill),
});

describe('BundleZip', () => {
  it('writes what yazl writes, byte by byte, and knows its length before', async () => {
    await fc.assert(
      fc.asyncProperty(anyFiles, async (files) => {
        const { zip } = zipOf(files);
        const written = await buffer(zip.read());
        assert.deepEqual(written, await writtenByYazl(files));
        assert.equal(zip.length, written.length);
      }),
    );
  });

  it('reads any range as the same bytes of the whole', async () => {
    await fc.assert(
      fc.asyncProperty(anyFiles, fc.nat(), fc.nat(), async (files, first, second) => {
        const { zip } = zipOf(files);
        const whole = await writtenByYazl(files);
        const [a, b] = [first % whole.length, second % whole.length];
        const [start, end] = [Math.min(a, b), Math.max(a, b)];
        assert.deepEqual(await buffer(zip.read(start, end)), whole.subarray(start, end + 1));
      }),
    );
  });

  it('loads small files together and large ones alone, each when its turn comes', async () => {
    const files = describeFiles([
      filled('a', 2 * MIB, 1),
      filled('b', 1000, 2),
      filled('c', 1000, 3),
      filled('d', 2 * MIB, 4),
    ]);
    const { zip, asked } = zipOf(files);
    const [a, b, c, d] = files.map(({ sha256 }) => sha256);
    const askedSoFar: number[] = [];
    for await (const bytes of zip.read()) if (bytes.length > MIB) askedSoFar.push(asked.length);
    assert.deepEqual(asked, [[a], [b, c], [d]]);
    // The last file was not asked for before the first was taken.
    assert.deepEqual(askedSoFar, [1, 3]);
  });

  it('loads only the files of a range that ends before the directory', async () => {
    const files = describeFiles(['a', 'b', 'c', 'd'].map((path, fill) => filled(path, MIB, fill)));
    const { zip, asked } = zipOf(files);
    assert.equal((await buffer(zip.read(MIB + 500, MIB + 600))).length, 101);
    assert.deepEqual(asked, [[files[1]?.sha256]]);
  });

  it('fails when the bytes of a file are gone, and does not go on without them', async () => {
    const files = describeFiles([filled('a', 10, 1), filled('b', 10, 2)]);
    const zip = new BundleZip(files, async () => new Map());
    await assert.rejects(buffer(zip.read()), { message: 'the bytes of a are gone' });
  });

  it('keeps the order that it is given, which is the manifest’s', async () => {
    const files = describeFiles(['b/a', 'b', 'B', 'ä', 'b-a'].map((path) => filled(path, 1, 1)));
    assert.deepEqual(
      files.map(({ path }) => path),
      files.map(({ path }) => path).toSorted(comparePaths),
    );
    assert.deepEqual(await buffer(zipOf(files).zip.read()), await writtenByYazl(files));
  });
});
