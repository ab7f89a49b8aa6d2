import assert from 'node:assert/strict';
import { isSmall } from '../../../extension/src/browse/catalogue.ts';
import { skillSummary } from './skillSummary.ts';

describe('isSmall', () => {
  const rated = (...counts: number[]) => counts.map((ratingCount) => skillSummary({ ratingCount }));

  it('takes fewer than 50 skills for a small catalogue, however they are rated', () => {
    assert.equal(isSmall({ total: 49, items: rated(100, 100) }), true);
    assert.equal(isSmall({ total: 50, items: rated(100, 100) }), false);
  });

  it('takes fewer than 10 ratings for a small catalogue, however many skills there are', () => {
    assert.equal(isSmall({ total: 5000, items: rated(5, 4, 0, 0) }), true);
    assert.equal(isSmall({ total: 5000, items: rated(5, 4, 1, 0) }), false);
    assert.equal(isSmall({ total: 5000, items: rated(...Array<number>(10).fill(1)) }), false);
  });
});
