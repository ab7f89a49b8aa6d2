import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { inOrderOfReferences } from '../../../server/src/backup/tableOrder.ts';

describe('the order of tables', () => {
  it('has each after all that it points at, and leaves none out', () => {
    // A table points only at such with a lower number, so there is no circle; the order given is any.
    const tables = fc
      .array(fc.array(fc.nat({ max: 20 }), { maxLength: 4 }), { maxLength: 20 })
      .map((all) =>
        all.map((targets, index) => ({
          name: `t${index}`,
          pointsAt: targets.filter((target) => target < index).map((target) => `t${target}`),
        })),
      )
      .chain((all) => fc.shuffledSubarray(all, { minLength: all.length }));
    fc.assert(
      fc.property(tables, (given) => {
        const ordered = inOrderOfReferences(given);
        const places = new Map(ordered.map(({ name }, place) => [name, place]));
        assert.equal(places.size, given.length);
        for (const { name, pointsAt } of ordered) {
          for (const target of pointsAt) {
            assert.ok((places.get(target) ?? Infinity) < (places.get(name) ?? -1));
          }
        }
      }),
    );
  });

  it('refuses a circle, since no row could come first', () => {
    assert.throws(
      () =>
        inOrderOfReferences([
          { name: 'a', pointsAt: ['b'] },
          { name: 'b', pointsAt: ['a'] },
        ]),
      /tables point at each other: a, b/,
    );
  });
});
