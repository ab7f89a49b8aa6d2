import assert from 'node:assert/strict';
import { isSlug } from '@skill-marketplace/shared/contracts';
import * as fc from 'fast-check';
import { publisherOf } from '../../../server/src/features/publishing/publisherOf.ts';

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
