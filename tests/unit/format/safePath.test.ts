import assert from 'node:assert/strict';
import { posix } from 'node:path';
import * as fc from 'fast-check';
import { collidingPaths, pathProblem } from '@skill-marketplace/shared/format';

describe('pathProblem', () => {
  it('finds nothing wrong with ordinary paths', () => {
    const deep = Array.from({ length: 12 }, () => 'd').join('/');
    for (const path of [
      'SKILL.md',
      'a/b c/d-e_f.tar.gz',
      '.gitignore',
      'Überblick.md',
      '日本語/図.png',
      deep,
      'console.md',
      'common/com.md',
      'a/..b/c...d',
    ]) {
      assert.equal(pathProblem(path), undefined, path);
    }
  });

  const problems: Record<string, string> = {
    '': 'The path is empty.',
    '/etc/passwd': 'The path is absolute.',
    'C:/x': 'The path has a drive letter.',
    'c:x': 'The path has a drive letter.',
    'a\\b': 'The path has a backslash.',
    '../x': 'The path has a ".." segment.',
    'a/../x': 'The path has a ".." segment.',
    './x': 'The path has a "." segment.',
    'a//b': 'The path has an empty segment.',
    'a/': 'The path has an empty segment.',
    'a\nb': 'The path has a control character.',
    'a\u0085b': 'The path has a control character.',
    'a\0b': 'The path has a NUL character.',
    'a\u202eb': 'The path has an invisible character.',
    'a\u200bb': 'The path has an invisible character.',
    'a\u{e0041}b': 'The path has an invisible character.',
    'a\ud800b': 'The path is not valid Unicode.',
    'e\u0301.md': 'The path is not in Unicode normal form C.',
    CON: 'The path has a name that Windows reserves.',
    'a/nul.txt': 'The path has a name that Windows reserves.',
    'Com1.tar.gz/x': 'The path has a name that Windows reserves.',
    'lpt³': 'The path has a name that Windows reserves.',
    'aux .md': 'The path has a name that Windows reserves.',
    'a./b': 'A segment of the path ends with a dot or a space.',
    'a /b': 'A segment of the path ends with a dot or a space.',
    '...': 'A segment of the path ends with a dot or a space.',
    'ab:c': 'The path has the character :.',
    'what?.md': 'The path has the character ?.',
    [`${'é'.repeat(119)}.md`]: 'The path is longer than 240 bytes.',
    'a/b/c/d/e/f/g/h/i/j/k/l/m': 'The path is deeper than 12 folders.',
  };
  for (const [path, problem] of Object.entries(problems)) {
    it(`says of ${JSON.stringify(path).slice(0, 40)}: ${problem}`, () => {
      assert.equal(pathProblem(path), problem);
    });
  }

  it('lets nothing out of the folder', () => {
    const path = fc
      .array(fc.constantFrom('..', '.', '/', '\\', 'a', 'C:', ' ', '\0'))
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(path, (candidate) => {
        if (pathProblem(candidate) !== undefined) return;
        assert.equal(posix.resolve('/root', candidate), `/root/${candidate}`);
      }),
    );
  });
});

describe('collidingPaths', () => {
  it('finds nothing among paths that live side by side', () => {
    assert.deepEqual(collidingPaths(['SKILL.md', 'a/b', 'a/c', 'ab', 'A/d']), []);
  });

  it('finds paths that differ in case or Unicode form only, and equal ones', () => {
    assert.deepEqual(
      collidingPaths(['a/Readme.md', 'A/README.md', 'é', 'e\u0301', 'x', 'x', 'straße', 'STRASSE']),
      [
        { first: 'a/Readme.md', second: 'A/README.md', reason: 'same_file' },
        { first: 'é', second: 'e\u0301', reason: 'same_file' },
        { first: 'x', second: 'x', reason: 'same_file' },
        { first: 'straße', second: 'STRASSE', reason: 'same_file' },
      ],
    );
  });

  it('finds a file that would have to be another’s folder', () => {
    assert.deepEqual(collidingPaths(['Bin/tool/run', 'bin']), [
      { first: 'bin', second: 'Bin/tool/run', reason: 'file_is_folder' },
    ]);
  });
});
