import assert from 'node:assert/strict';
import {
  categoryName,
  factsText,
  filtersText,
  resultsText,
  totalText,
  whyText,
} from '../../../extension/src/search/searchTexts.ts';
import { skillSummary } from './skillSummary.ts';

describe('what was found', () => {
  const found = (total: number, totalIsEstimate = false) => ({ total, totalIsEstimate });

  it('is told with the number and the words', () => {
    assert.equal(resultsText({ query: 'review' }, found(12)), '12 results for “review”');
    assert.equal(resultsText({ query: 'review' }, found(1)), '1 result for “review”');
    assert.equal(resultsText({ query: 'review' }, found(0)), 'No skills for “review”');
    assert.equal(resultsText({ query: '', category: 'data' }, found(1)), '1 skill');
    assert.equal(resultsText({ query: '', category: 'data' }, found(1234)), '1,234 skills');
  });

  it('is told with the words that were searched for instead', () => {
    const corrected = { ...found(2), correctedQuery: 'kubernetes' };
    assert.equal(resultsText({ query: 'kuberntes' }, corrected), '2 results for “kubernetes”');
  });

  it('says "about" of an estimate, in two digits', () => {
    assert.equal(totalText(12_345, true), 'about 12,000');
    assert.equal(totalText(1_050_000, true), 'about 1,100,000');
    assert.equal(totalText(12_345, false), '12,345');
  });

  it('says "and more" where it was not counted to the end', () => {
    assert.equal(totalText(5000, true), '5,000+');
    assert.equal(totalText(5000, false), '5,000');
  });
});

describe('the filters of a search', () => {
  it('are told in words, and not at all without one', () => {
    assert.equal(
      filtersText({ query: 'x', category: 'devops', minRating: 4, sort: 'newest' }),
      'DevOps · 4★ and more · newest first',
    );
    assert.equal(filtersText({ query: 'x' }), '');
  });

  it('name a category that nobody knows by its slug', () => {
    assert.equal(categoryName('game-dev'), 'Game dev');
  });
});

describe('why a skill was found', () => {
  it('is the text around the words, and the fields that hold them', () => {
    const match = {
      fields: ['name', 'tags', 'readme'] as ('name' | 'tags' | 'readme')[],
      fragment: { text: 'Reviews a\n$(x) request', ranges: [] },
    };
    assert.equal(
      whyText(skillSummary({ match })),
      'in name, tags, README · Reviews a $ (x) request',
    );
  });

  it('is its description where there is no other reason', () => {
    assert.equal(whyText(skillSummary()), 'Deploys a service.');
    assert.equal(whyText(skillSummary({ match: { fields: [] } })), 'Deploys a service.');
    assert.equal(
      whyText(skillSummary({ match: { fields: ['reference'] } })),
      'in reference · Deploys a service.',
    );
  });

  it('stands under what tells skills apart', () => {
    const skill = skillSummary({ averageRating: 4.6, ratingCount: 12, installCount: 340 });
    assert.equal(factsText(skill), 'acme/deploy · ★ 4.6 (12) · 340 installs');
    assert.equal(factsText(skillSummary({ deprecated: {} })), 'acme/deploy · deprecated');
  });
});
