import assert from 'node:assert/strict';
import { nothingFoundRows, searchRows } from '../../../extension/src/browse/searchRows.ts';

const texts = (rows: ReturnType<typeof searchRows>) =>
  rows.map(({ label, description, does }) => ({ label, description, does }));

describe('the rows about a search in Browse', () => {
  const request = { query: 'kuberntes', category: 'testing', minRating: 4 };

  it('tell how much was found, and with which filters', () => {
    assert.deepEqual(texts(searchRows(request, { total: 12, totalIsEstimate: false })), [
      { label: '12 results for “kuberntes”', description: 'Testing · 4★ and more', does: 'change' },
    ]);
  });

  it('tell what was searched for instead, and offer the words as written', () => {
    const results = { total: 5021, totalIsEstimate: true, correctedQuery: 'kubernetes' };
    assert.deepEqual(texts(searchRows({ query: 'kuberntes' }, results)), [
      { label: 'about 5,000 results for “kubernetes”', description: undefined, does: 'change' },
      { label: 'Search instead for “kuberntes”', description: undefined, does: 'exact' },
    ]);
  });

  it('tell the search alone while there is no answer', () => {
    assert.deepEqual(texts(searchRows(request)), [
      { label: 'Search for “kuberntes”', description: 'Testing · 4★ and more', does: 'change' },
    ]);
  });

  it('go on with other words or all skills when nothing was found', () => {
    const labels = nothingFoundRows(request).map((row) => ('label' in row ? row.label : ''));
    assert.deepEqual(labels, ['Search for Other Words…', 'Show All Skills']);
  });
});
