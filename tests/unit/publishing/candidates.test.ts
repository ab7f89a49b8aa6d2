import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { depthOf, sortOutParts } from '../../../server/src/features/publishing/candidates.ts';

const found = (...folders: string[]) =>
  folders.map((folder) => ({ folder, fileName: 'SKILL.md', isLink: false }));

describe('sortOutParts', () => {
  const sorted = (...folders: string[]) => {
    const { candidates, parts } = sortOutParts(found(...folders));
    return {
      skills: candidates.map(({ folder, inner }) => [folder, ...inner]),
      parts: parts.map(({ folder, outer }) => `${folder} of ${outer}`),
    };
  };

  it('takes what lies side by side for skills', () => {
    assert.deepEqual(sorted('a', 'b', 'ab', 'a-b'), {
      skills: [['a'], ['b'], ['ab'], ['a-b']],
      parts: [],
    });
  });

  it('takes what lies inside for a part of the nearest skill', () => {
    assert.deepEqual(sorted('a', 'a/x/y', 'a/b'), {
      skills: [['a']],
      parts: ['a/b of a', 'a/x/y of a'],
    });
  });

  it('lets the own skills folder hold skills, at any depth below it', () => {
    assert.deepEqual(sorted('a', 'a/skills/b', 'a/skills/team/c', 'a/x/skills/d'), {
      skills: [['a', 'a/skills/b', 'a/skills/team/c'], ['a/skills/b'], ['a/skills/team/c']],
      parts: ['a/x/skills/d of a'],
    });
  });

  it('does not take a folder that only begins like it for the skills folder', () => {
    assert.deepEqual(sorted('a', 'a/skills-old/b').parts, ['a/skills-old/b of a']);
  });

  it('knows a root that is a skill itself', () => {
    assert.deepEqual(sorted('', 'docs', 'skills/b'), {
      skills: [['', 'skills/b'], ['skills/b']],
      parts: ['docs of '],
    });
  });

  it('does not depend on the order in which files were found, and loses none', () => {
    const folder = fc
      .array(fc.constantFrom('a', 'b', 'skills'), { maxLength: 5 })
      .map((parts) => parts.join('/'));
    fc.assert(
      fc.property(fc.uniqueArray(folder, { maxLength: 12 }), (folders) => {
        const { candidates, parts } = sortOutParts(found(...folders));
        assert.equal(candidates.length + parts.length, folders.length);
        const names = (list: { folder: string }[]) => list.map((each) => each.folder).sort();
        const reversed = sortOutParts(found(...folders.toReversed()));
        assert.deepEqual(names(reversed.candidates), names(candidates));
        assert.deepEqual(names(reversed.parts), names(parts));
      }),
    );
  });
});

describe('depthOf', () => {
  it('counts the folders on the way', () => {
    assert.deepEqual(['', 'a', 'a/b', 'a/b/c'].map(depthOf), [0, 1, 2, 3]);
  });
});
