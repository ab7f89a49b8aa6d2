import assert from 'node:assert/strict';
import {
  formatLockfile,
  parseLockfile,
} from '../../../extension/src/install/lockfile/lockfileText.ts';

const HASH = 'a'.repeat(64);
const TEXT = `{
  "lockfileVersion": 1,
  "marketplaces": {
    "acme": {
      "id": "1",
      "url": "https://acme.example"
    },
    "local": {
      "id": "2"
    }
  },
  "skills": {
    "acme:atom:x/deploy": {
      "version": "1.0.0",
      "digest": "sha256:${HASH}",
      "installName": "deploy",
      "targets": [
        ".agents/skills",
        ".claude/skills"
      ],
      "pin": true,
      "files": {
        "SKILL.md": "${HASH}",
        "a.txt": "${HASH}"
      },
      "note": "from a later version"
    }
  }
}
`;

describe('the lockfile', () => {
  it('is written as it was read, keys that are not known here included', () => {
    assert.equal(formatLockfile(parseLockfile(TEXT, 'lock')), TEXT);
  });

  it('is read with the line ends and the byte order mark of Windows', () => {
    const windows = `\uFEFF${TEXT.replaceAll('\n', '\r\n')}`;
    assert.equal(formatLockfile(parseLockfile(windows, 'lock')), TEXT);
  });

  it('is sorted, whatever order it came in', () => {
    const { marketplaces, skills, ...rest } = parseLockfile(TEXT, 'lock');
    const reversed = Object.fromEntries(Object.entries(marketplaces).toReversed());
    assert.equal(formatLockfile({ skills, marketplaces: reversed, ...rest }), TEXT);
  });

  const paths = ['../skills', '/etc', 'a/../../b', 'C:/x', 'a\\b', '', './a', 'a//b'];
  for (const path of paths) {
    it(`is refused when it points to ${JSON.stringify(path)}`, () => {
      const target = TEXT.replace('".agents/skills"', JSON.stringify(path));
      const file = TEXT.replace('"a.txt"', JSON.stringify(path));
      for (const text of [target, file]) {
        assert.throws(() => parseLockfile(text, 'lock'), { reason: 'lockfile_unreadable' });
      }
    });
  }
});
