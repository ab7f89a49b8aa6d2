import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { RecentSearches } from '../../../extension/src/search/recentSearches.ts';

/** What a workspace remembers, here for as long as the test runs. */
function memoryOf(remembered?: unknown) {
  const values = new Map<string, unknown>([['search.recent', remembered]]);
  return {
    get: (key: string) => values.get(key),
    update: async (key: string, value: unknown) => void values.set(key, value),
  };
}

describe('the last searches', () => {
  it('are the latest first, each once, and five at most', async () => {
    const recent = new RecentSearches(memoryOf());
    for (const query of ['one', 'two', 'three', 'four', 'two', 'five', 'six']) {
      await recent.remember({ query });
    }
    assert.deepEqual(
      recent.list().map(({ query }) => query),
      ['six', 'five', 'two', 'four', 'three'],
    );
  });

  it('tell the same words with other filters apart, and leave out a search for everything', async () => {
    const recent = new RecentSearches(memoryOf());
    await recent.remember({ query: '' });
    await recent.remember({ query: 'review' });
    await recent.remember({ query: 'review', minRating: 4 });
    assert.deepEqual(recent.list(), [{ query: 'review', minRating: 4 }, { query: 'review' }]);
    await recent.forget({ query: 'review' });
    assert.deepEqual(recent.list(), [{ query: 'review', minRating: 4 }]);
  });

  it('leave out whatever else is remembered in their place', () => {
    fc.assert(
      fc.property(fc.anything(), (remembered) => {
        const list = new RecentSearches(memoryOf(remembered)).list();
        assert.ok(list.every(({ query }) => typeof query === 'string'));
      }),
    );
    const memory = memoryOf([{ query: 1 }, null, { query: 'x', sort: 'odd' }, { query: 'kept' }]);
    assert.deepEqual(new RecentSearches(memory).list(), [{ query: 'kept' }]);
  });
});
