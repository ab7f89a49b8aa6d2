import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { readStoredZip } from '../../../extension/src/install/bundle/storedZip.ts';
import { InstallFailure } from '../../../extension/src/install/index.ts';
import { writeStoredZip } from './storedZipWriter.ts';

const SAMPLE = writeStoredZip([
  ['SKILL.md', Buffer.from('# Deploy\n')],
  ['scripts/größe.sh', Buffer.from('#!/bin/sh\n')],
]);

function isRefusal(error: unknown): boolean {
  return error instanceof InstallFailure && error.reason === 'integrity_mismatch';
}

/** The sample with some bytes replaced. */
function patched(at: number, ...bytes: number[]): Buffer {
  const copy = Buffer.from(SAMPLE);
  copy.set(bytes, at);
  return copy;
}

describe('readStoredZip', () => {
  it('reads what the server writes', () => {
    const files = [...readStoredZip(SAMPLE)].map(([name, bytes]) => [name, bytes.toString()]);
    assert.deepEqual(files, [
      ['SKILL.md', '# Deploy\n'],
      ['scripts/größe.sh', '#!/bin/sh\n'],
    ]);
  });

  it('reads an archive that is a view into a bigger buffer', () => {
    const around = Buffer.concat([Buffer.from('before'), SAMPLE, Buffer.from('after')]);
    const view = new Uint8Array(around.buffer, around.byteOffset + 6, SAMPLE.length);
    assert.equal(readStoredZip(view).size, 2);
  });

  const central = SAMPLE.indexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]));
  const refused: [string, Buffer][] = [
    ['nothing', Buffer.alloc(0)],
    ['a page of a proxy', Buffer.from('<html>Please sign in</html>')],
    ['an archive that was cut off', SAMPLE.subarray(0, -1)],
    ['bytes after the end', Buffer.concat([SAMPLE, Buffer.from('x')])],
    ['bytes before the start', Buffer.concat([Buffer.from('x'), SAMPLE])],
    ['a compressed entry', patched(central + 10, 8)],
    ['an encrypted entry', patched(central + 8, 1)],
    ['a symbolic link', patched(central + 41, 0xa1)],
    ['another name in the local header', patched(30, 0x73)],
    ['another size in the local header', patched(22, 1)],
    ['an entry that begins elsewhere', patched(central + 42, 1)],
    ['a name that is not UTF-8', patched(central + 46, 0xff)],
    [
      'two entries of one name',
      writeStoredZip([
        ['a', Buffer.from('1')],
        ['a', Buffer.from('2')],
      ]),
    ],
  ];
  for (const [what, bytes] of refused) {
    it(`refuses ${what}`, () => {
      assert.throws(() => readStoredZip(bytes), isRefusal);
    });
  }

  it('gives back what any writer stored', () => {
    const entries = fc.uniqueArray(
      fc.tuple(fc.string({ minLength: 1, unit: 'grapheme' }), fc.uint8Array()),
      {
        selector: ([name]) => name,
        maxLength: 8,
      },
    );
    fc.assert(
      fc.property(entries, (list) => {
        const read = [...readStoredZip(writeStoredZip(list))];
        assert.deepEqual(
          read.map(([name, bytes]) => [name, Buffer.from(bytes)]),
          list.map(([name, bytes]) => [name, Buffer.from(bytes)]),
        );
      }),
    );
  });

  it('answers damaged bytes with a failure and nothing else', () => {
    const damage = fc.array(fc.tuple(fc.nat(SAMPLE.length - 1), fc.nat(255)), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(damage, fc.nat(SAMPLE.length), (changes, length) => {
        const bytes = Buffer.from(SAMPLE);
        for (const [at, value] of changes) bytes[at] = value;
        for (const candidate of [bytes, bytes.subarray(0, length)]) {
          try {
            readStoredZip(candidate);
          } catch (error) {
            assert.ok(isRefusal(error), String(error));
          }
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
