import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { canonicalManifest, comparePaths, isExecutable } from '@skill-marketplace/shared/format';

const EMPTY = createHash('sha256').update('').digest('hex');
const digest = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

describe('canonicalManifest', () => {
  it('writes path, size, sha256 and executable in this order, sorted by path', () => {
    const files = [
      { executable: true, sha256: EMPTY, size: 0, path: 'scripts/run.sh', mode: 0o755 },
      { path: 'SKILL.md', size: 0, sha256: EMPTY, executable: false },
    ];

    assert.equal(
      canonicalManifest(files),
      `[{"path":"SKILL.md","size":0,"sha256":"${EMPTY}","executable":false},` +
        `{"path":"scripts/run.sh","size":0,"sha256":"${EMPTY}","executable":true}]`,
    );
    assert.equal(canonicalManifest(files.toReversed()), canonicalManifest(files));
  });

  it('gives the digests that are written down here for ever', () => {
    const file = (path: string, executable = false) => ({
      path,
      size: 0,
      sha256: EMPTY,
      executable,
    });

    assert.equal(
      digest(canonicalManifest([])),
      '4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945',
    );
    assert.equal(
      digest(canonicalManifest([file('SKILL.md')])),
      '60937339186a1fd3d5b289997c3d6506381be936c26a2fa628be105cdd61721e',
    );
    assert.equal(
      digest(canonicalManifest([file('\u{1f600}.md'), file('\uff5e.md'), file('é "x".md', true)])),
      '4e690b67439738489b16a8a423ed12663e4dc1daa9480856cab59f9ab621bc08',
    );
  });
});

describe('comparePaths', () => {
  it('orders by code point where UTF-16 does not', () => {
    assert.deepEqual(
      ['\u{1f600}', '\uff5e', 'a/b', 'a', 'a-b', 'B', '\ud7ff'].toSorted(comparePaths),
      ['B', 'a', 'a-b', 'a/b', '\ud7ff', '\uff5e', '\u{1f600}'],
    );
  });

  it('orders as the bytes of UTF-8 do', () => {
    const path = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(path, path, (left, right) => {
        const bytes = Buffer.compare(Buffer.from(left, 'utf8'), Buffer.from(right, 'utf8'));
        assert.equal(Math.sign(comparePaths(left, right)), bytes);
      }),
    );
  });
});

describe('isExecutable', () => {
  it('is true for what begins with #!', () => {
    const encode = (text: string) => new TextEncoder().encode(text);

    assert.equal(isExecutable(encode('#!/bin/sh\n')), true);
    for (const text of ['', '#', ' #!/bin/sh', '# !', '\ufeff#!/bin/sh']) {
      assert.equal(isExecutable(encode(text)), false);
    }
  });
});
