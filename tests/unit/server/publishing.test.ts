import assert from 'node:assert/strict';
import { isSlug } from '@skill-marketplace/shared/contracts';
import * as fc from 'fast-check';
import { depthOf, sortOutParts } from '../../../server/src/features/publishing/candidates.ts';
import { freeNumber } from '../../../server/src/features/publishing/freeNumber.ts';
import { reportOf } from '../../../server/src/features/publishing/importReport.ts';
import { publisherOf } from '../../../server/src/features/publishing/publisherOf.ts';
import { resemblance } from '../../../server/src/features/publishing/similarName.ts';
import { readMeta } from '../../../server/src/features/publishing/skillMeta.ts';

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

describe('publisherOf', () => {
  const cases: [string, Parameters<typeof publisherOf>[0], string | undefined][] = [
    [
      'what is asked for',
      { asked: 'acme', metaOwner: 'x', skillFolder: 'skills/y/s', rootNames: ['r'] },
      'acme',
    ],
    [
      'the owner in _meta.json',
      { metaOwner: 'Globex', skillFolder: 'skills/y/s', rootNames: ['r'] },
      'globex',
    ],
    ['the folder above, below skills', { skillFolder: 'skills/acme/s', rootNames: ['r'] }, 'acme'],
    [
      'the folder above, also where skills is above the root',
      { skillFolder: 's', rootNames: ['skills', 'acme'] },
      'acme',
    ],
    ['the root', { skillFolder: 's', rootNames: ['home', 'team'] }, 'team'],
    [
      'the root for a skill directly below skills',
      { skillFolder: 'skills/s', rootNames: ['home', 'team'] },
      'team',
    ],
    [
      'the parent of a root named skills',
      { skillFolder: 's', rootNames: ['home', 'team', 'skills'] },
      'team',
    ],
    [
      'the root when the owner has no letter that a slug can hold',
      { metaOwner: '漢字', skillFolder: 's', rootNames: ['r'] },
      'r',
    ],
    [
      'a reserved name when it is asked for',
      { asked: 'local', skillFolder: 's', rootNames: ['r'] },
      'local',
    ],
    [
      'never a reserved name that a skill claims',
      { metaOwner: 'Local', skillFolder: 'skills/starter/s', rootNames: ['r'] },
      'r',
    ],
    [
      'nothing where only a reserved name is left',
      { skillFolder: 's', rootNames: ['starter'] },
      undefined,
    ],
    ['nothing for a source without a name', { skillFolder: '', rootNames: [] }, undefined],
  ];
  for (const [what, clues, publisher] of cases) {
    it(`is ${what}`, () => {
      assert.equal(publisherOf(clues), publisher);
    });
  }

  it('is always a slug', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (metaOwner, name) => {
        for (const clues of [{ metaOwner }, {}]) {
          const publisher = publisherOf({ ...clues, skillFolder: 's', rootNames: [name] });
          assert.ok(publisher === undefined || isSlug(publisher), publisher);
        }
      }),
    );
  });
});

describe('readMeta', () => {
  const meta = (text: string) =>
    readMeta([{ path: '_meta.json', content: new TextEncoder().encode(text) }]);
  const commit = 'https://git.example.com/skills/commit/1895a21e97ba';

  it('reads owner, version and commit', () => {
    const latest = { version: '1.0', commit };
    assert.deepEqual(meta(JSON.stringify({ owner: 'acme', latest, slug: 'x' })), {
      owner: 'acme',
      latest,
      history: [],
    });
  });

  it('reads each version of the history once, completed', () => {
    const history = [
      { version: '1.1', publishedAt: 1_769_844_383_041, commit },
      { version: '1.1.0' },
      { version: 'first' },
      { version: '1.0.0', publishedAt: 'yesterday', commit: 'javascript:alert(1)' },
      null,
    ];
    assert.deepEqual(meta(JSON.stringify({ history })).history, [
      { version: '1.1.0', commit, publishedAt: new Date(1_769_844_383_041) },
      { version: '1.0.0', commit: undefined, publishedAt: undefined },
    ]);
  });

  it('stops at 200 entries of a history', () => {
    const history = Array.from({ length: 1000 }, (_, index) => ({ version: `1.0.${index}` }));
    assert.equal(meta(JSON.stringify({ history })).history.length, 200);
  });

  it('reads what it can of a file that is half wrong, and nothing of one that is none', () => {
    const { owner } = meta('{"owner":1,"latest":{"version":2}}');
    assert.equal(owner, undefined);
    const nothing = { history: [] };
    for (const text of ['', '{', 'null', '[]', '1', '"x"']) {
      assert.deepEqual(meta(text), nothing);
    }
    const elsewhere = [{ path: 'sub/_meta.json', content: new Uint8Array() }];
    assert.deepEqual(readMeta(elsewhere), nothing);
  });
});

describe('reportOf', () => {
  it('counts every skill once, and diagnostics by code', () => {
    const { skills, ...counts } = reportOf([
      { path: 'a', outcome: 'created', codes: ['x', 'y', 'x'] },
      { path: 'b', outcome: 'failed', codes: [] },
      { path: 'c', outcome: 'skipped', codes: ['y'] },
    ]);
    assert.deepEqual(counts, {
      found: 3,
      created: 1,
      updated: 0,
      unchanged: 0,
      skipped: 1,
      failed: 1,
      diagnostics: { x: 2, y: 2 },
    });
    assert.deepEqual(
      skills.map(({ path }) => path),
      ['a', 'b', 'c'],
    );
  });
});

describe('freeNumber', () => {
  const free = (wanted: string, ...taken: string[]) => freeNumber(wanted, new Set(taken));

  it('is the number asked for while nobody holds it', () => {
    assert.equal(free('1.2.0', '1.0.0', '1.3.0'), '1.2.0');
  });

  it('is the first free patch after it', () => {
    assert.equal(free('1.0.0', '1.0.0', '1.0.1', '1.0.3'), '1.0.2');
  });

  it('stays a prerelease', () => {
    assert.equal(free('2.0.0-beta.1', '2.0.0-beta.1'), '2.0.0-beta.2');
  });
});

describe('resemblance', () => {
  const table: [string, string, ReturnType<typeof resemblance>][] = [
    ['code-review', 'code-review', undefined],
    ['code-reviews', 'code-review', 'one_edit'],
    ['code-revew', 'code-review', 'one_edit'],
    ['code-reviow', 'code-review', 'one_edit'],
    ['code-reveiw', 'code-review', 'one_edit'],
    ['codereview', 'code-review', 'look_alike'],
    ['c0de-review', 'code-review', 'look_alike'],
    ['code-rev1ew', 'code-review', 'look_alike'],
    ['c0de-rev1ew', 'code-review', 'look_alike'],
    ['forrnat', 'format', 'look_alike'],
    ['svveep', 'sweep', 'look_alike'],
    ['code-view', 'code-review', undefined],
    ['review-code', 'code-review', undefined],
    ['deploy', 'code-review', undefined],
  ];
  for (const [name, other, expected] of table) {
    it(`of ${name} and ${other} is ${expected ?? 'none'}, both ways`, () => {
      assert.deepEqual([resemblance(name, other), resemblance(other, name)], [expected, expected]);
    });
  }

  it('finds every single edit of a name', () => {
    const letters = fc.constantFrom('a', 'e', 'i', 'l', 'm', 'n', 'o', 'r', 'v', 'w', '0', '1');
    const name = fc.array(letters, { minLength: 4, maxLength: 20 });
    fc.assert(
      fc.property(
        name,
        fc.nat(),
        letters,
        fc.constantFrom(0, 1, 2),
        (given, place, letter, kind) => {
          const at = place % given.length;
          // Left out, replaced, put before.
          const edited = given.toSpliced(at, kind === 2 ? 0 : 1, ...(kind === 0 ? [] : [letter]));
          const resembled = resemblance(edited.join(''), given.join(''));
          assert.equal(resembled === undefined, edited.join('') === given.join(''));
        },
      ),
    );
  });
});
