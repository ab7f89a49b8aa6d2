import assert from 'node:assert/strict';
import { scoresOf } from '../../bench/quality/scores.ts';

describe('scores of an answer', () => {
  it('are full for the best order there could be', () => {
    assert.deepEqual(scoresOf(['a', 'b', 'x'], ['b', 'a']), {
      ndcg10: 1,
      success1: 1,
      success5: 1,
      success10: 1,
    });
  });

  it('are nothing when nothing relevant is among the first ten', () => {
    const found = [...Array.from({ length: 10 }, (_, index) => `skill-${index}`), 'a'];
    assert.deepEqual(scoresOf(found, ['a']), { ndcg10: 0, success1: 0, success5: 0, success10: 0 });
  });

  it('discount by the place: 1 / log2(place + 1), against the ideal', () => {
    const { ndcg10, success1, success5, success10 } = scoresOf(['x', 'a', 'y', 'b'], ['a', 'b']);
    const ideal = 1 + 1 / Math.log2(3);
    assert.ok(Math.abs(ndcg10 - (1 / Math.log2(3) + 1 / Math.log2(5)) / ideal) < 1e-12);
    assert.deepEqual([success1, success5, success10], [0, 1, 1]);
  });

  it('ask for no more than ten places can hold', () => {
    const many = Array.from({ length: 30 }, (_, index) => `skill-${index}`);
    assert.equal(scoresOf(many, many).ndcg10, 1);
  });

  it('count a skill once that is found twice', () => {
    assert.ok(scoresOf(['a', 'a'], ['a', 'b']).ndcg10 < 1);
  });
});
