import assert from 'node:assert/strict';
import { filterGroups } from '../../../extension/src/search/filterChoices.ts';
import type { SearchRequest } from '../../../extension/src/search/searchRequest.ts';

const FACETS = {
  category: [
    { value: 'testing', count: 1200 },
    { value: 'data', count: 3 },
  ],
  skillType: [],
  publisher: [],
  rating: [
    { value: '4', count: 2 },
    { value: '3', count: 0 },
  ],
};

/** The choices of a group as text, with a mark at the one that holds. */
function choices(request: SearchRequest, title: string): string[] {
  const group = filterGroups(request, FACETS).find((one) => one.title === title);
  return (group?.choices ?? []).map(
    ({ label, count, isChosen }) =>
      `${isChosen ? '✓ ' : ''}${label}${count === undefined ? '' : ` ${count}`}`,
  );
}

describe('the filters to choose from', () => {
  it('are categories and stars with their counts, and orders', () => {
    const request = { query: 'review' };
    assert.deepEqual(choices(request, 'Category'), ['✓ Any category', 'Testing 1,200', 'Data 3']);
    assert.deepEqual(choices(request, 'Rating'), ['✓ Any rating', '4★ and more 2']);
    assert.deepEqual(choices(request, 'Order'), [
      '✓ Best match first',
      'Most installed first',
      'Best rated first',
      'Newest first',
      'By name',
    ]);
  });

  it('have no best match without words', () => {
    assert.deepEqual(choices({ query: '' }, 'Order').slice(0, 2), [
      '✓ Most installed first',
      'Best rated first',
    ]);
  });

  it('mark what holds, also where nothing has it any more', () => {
    const request = { query: 'x', category: 'gone', minRating: 3, sort: 'name' as const };
    assert.deepEqual(choices(request, 'Category').at(-1), '✓ Gone 0');
    assert.deepEqual(choices(request, 'Rating').at(-1), '✓ 3★ and more 0');
    assert.deepEqual(choices(request, 'Order').at(-1), '✓ By name');
  });

  it('keep the words and the other filters', () => {
    const request: SearchRequest = { query: 'x', category: 'data', minRating: 4 };
    const [categories] = filterGroups(request, FACETS);
    assert.deepEqual(
      categories?.choices.map((choice) => choice.request),
      [
        { query: 'x', minRating: 4 },
        { query: 'x', minRating: 4, category: 'testing' },
        { query: 'x', minRating: 4, category: 'data' },
      ],
    );
  });
});
