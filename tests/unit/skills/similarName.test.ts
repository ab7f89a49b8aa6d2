import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { resemblance } from '../../../server/src/features/skills/similarName.ts';

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
    ['c1aude-c1i', 'claude-cli', 'look_alike'],
    ['c-laude-c-li', 'claude-cli', 'look_alike'],
    ['qooqle', 'google', 'look_alike'],
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
