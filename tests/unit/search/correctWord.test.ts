import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { correctWord } from '../../../server/src/features/search/correctWord.ts';

const similar = (words: Record<string, number>) =>
  Object.entries(words).map(([word, skillCount]) => ({ word, skillCount }));

describe('correctWord', () => {
  const mistakes: [string, string, string][] = [
    ['a swapped pair', 'kuberentes', 'kubernetes'],
    ['a missing letter', 'kubernets', 'kubernetes'],
    ['a letter too many', 'teraform', 'terraform'],
    ['a wrong letter', 'doccer', 'docker'],
    ['two mistakes in a long word', 'acessibillity', 'accessibility'],
  ];
  for (const [what, word, meant] of mistakes) {
    it(`corrects ${what}`, () => {
      assert.equal(correctWord(word, similar({ [meant]: 1, unrelated: 900 })), meant);
    });
  }

  it('prefers fewer mistakes, then the same first letter, then the more common word', () => {
    assert.equal(correctWord('containers', similar({ container: 1, contains: 900 })), 'container');
    assert.equal(correctWord('docks', similar({ socks: 900, docs: 1, rocks: 5 })), 'docs');
    assert.equal(correctWord('tesst', similar({ tests: 2, tess: 1, test: 9 })), 'test');
  });

  it('leaves short words, words with digits, and words without a near one', () => {
    assert.equal(correctWord('pfd', similar({ pdf: 9 })), undefined);
    assert.equal(correctWord('k8ss', similar({ k8s: 9 })), undefined);
    assert.equal(correctWord('memo', similar({ meet: 9 })), undefined);
    assert.equal(correctWord('zebra', []), undefined);
  });

  it('never answers the word itself, nor one with more than two mistakes', () => {
    const word = fc.stringMatching(/^[a-z]{4,12}$/);
    fc.assert(
      fc.property(word, fc.array(word, { maxLength: 10 }), (asked, words) => {
        const meant = correctWord(
          asked,
          words.map((known) => ({ word: known, skillCount: 1 })),
        );
        if (meant === undefined) return;
        assert.ok(meant !== asked && words.includes(meant));
        assert.ok(Math.abs(meant.length - asked.length) <= 2);
      }),
    );
  });
});
