import assert from 'node:assert/strict';
import { isSlug } from '@skill-marketplace/shared/contracts';
import * as fc from 'fast-check';
import { depthOf, sortOutParts } from '../../../server/src/features/publishing/candidates.ts';
import { addToReport, emptyReport } from '../../../server/src/features/publishing/importReport.ts';
import { publisherOf } from '../../../server/src/features/publishing/publisherOf.ts';
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
      { asked: 'acme', metaOwner: 'x', skillFolder: '/r/skills/y/s', root: '/r' },
      'acme',
    ],
    [
      'the owner in _meta.json',
      { metaOwner: 'Globex', skillFolder: '/r/skills/y/s', root: '/r' },
      'globex',
    ],
    ['the folder above, below skills', { skillFolder: '/r/skills/acme/s', root: '/r' }, 'acme'],
    [
      'the folder above, also where skills is above the root',
      { skillFolder: '/skills/acme/s', root: '/skills/acme' },
      'acme',
    ],
    ['the root', { skillFolder: '/home/team/s', root: '/home/team' }, 'team'],
    [
      'the root for a skill directly below skills',
      { skillFolder: '/home/team/skills/s', root: '/home/team' },
      'team',
    ],
    [
      'the parent of a root named skills',
      { skillFolder: '/home/team/skills/s', root: '/home/team/skills' },
      'team',
    ],
    [
      'the root when the owner has no letter that a slug can hold',
      { metaOwner: '漢字', skillFolder: '/r/s', root: '/r' },
      'r',
    ],
    [
      'a reserved name when it is asked for',
      { asked: 'local', skillFolder: '/r/s', root: '/r' },
      'local',
    ],
    [
      'never a reserved name that a skill claims',
      { metaOwner: 'Local', skillFolder: '/r/skills/starter/s', root: '/r' },
      'r',
    ],
    [
      'nothing where only a reserved name is left',
      { skillFolder: '/starter/s', root: '/starter' },
      undefined,
    ],
    ['nothing for the root of the disk', { skillFolder: '/s', root: '/' }, undefined],
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
          const publisher = publisherOf({ ...clues, skillFolder: `/${name}/s`, root: `/${name}` });
          assert.ok(publisher === undefined || isSlug(publisher), publisher);
        }
      }),
    );
  });
});

describe('readMeta', () => {
  const meta = (text: string) =>
    readMeta([{ path: '_meta.json', content: new TextEncoder().encode(text) }]);

  it('reads owner, version and commit', () => {
    const latest = { version: '1.0', commit: 'abc' };
    assert.deepEqual(meta(JSON.stringify({ owner: 'acme', latest, slug: 'x' })), {
      owner: 'acme',
      latest,
    });
  });

  it('reads what it can of a file that is half wrong, and nothing of one that is none', () => {
    const { owner } = meta('{"owner":1,"latest":{"version":2}}');
    assert.equal(owner, undefined);
    for (const text of ['', '{', 'null', '[]', '1', '"x"']) assert.deepEqual(meta(text), {});
    assert.deepEqual(readMeta([{ path: 'sub/_meta.json', content: new Uint8Array() }]), {});
  });
});

describe('addToReport', () => {
  it('counts every skill once, and diagnostics by code', () => {
    const report = emptyReport();
    addToReport(report, { path: 'a', outcome: 'created' }, ['x', 'y', 'x']);
    addToReport(report, { path: 'b', outcome: 'failed' });
    addToReport(report, { path: 'c', outcome: 'skipped' }, ['y']);
    const { skills, ...counts } = report;
    assert.deepEqual(counts, {
      found: 3,
      created: 1,
      updated: 0,
      unchanged: 0,
      skipped: 1,
      failed: 1,
      diagnostics: {
        x: 2,
        y: 2,
      },
    });
    assert.deepEqual(
      skills.map(({ path }) => path),
      ['a', 'b', 'c'],
    );
  });
});
