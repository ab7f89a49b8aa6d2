import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { ByteReader } from '../../../server/src/git/byteReader.ts';

/** The bytes in chunks that end at the given places. */
async function* chunksOf(bytes: Buffer, cuts: readonly number[]) {
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length];
  places.sort((one, other) => one - other);
  for (const [index, place] of places.slice(1).entries())
    yield bytes.subarray(places[index], place);
}

describe('ByteReader', () => {
  it('reads lines and counts the same wherever the stream is cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ maxLength: 40 })),
        fc.array(fc.nat(2000)),
        async (items, cuts) => {
          const bytes = Buffer.concat(
            items.map((item) => Buffer.concat([Buffer.from(`${item.length}\n`), item])),
          );
          const reader = new ByteReader(chunksOf(bytes, cuts));
          const read: Buffer[] = [];
          for (;;) {
            const line = await reader.until(0x0a, 10);
            if (line === undefined) break;
            read.push(await reader.bytes(Number(line.toString())));
          }
          assert.deepEqual(
            read,
            items.map((item) => Buffer.from(item)),
          );
        },
      ),
    );
  });

  it('throws when the stream ends in between, or a line is too long', async () => {
    const reader = (text: string) => new ByteReader(chunksOf(Buffer.from(text), [1]));
    await assert.rejects(reader('abc').until(0x0a, 10), /ended within a line/);
    await assert.rejects(reader('abc').bytes(5), /ended 2 bytes too early/);
    await assert.rejects(reader('abcdef\n').until(0x0a, 5), /more than 5 bytes in one line/);
    assert.equal(await reader('').until(0x0a, 5), undefined);
  });
});
