import assert from 'node:assert/strict';
import { SkillSearchInput } from '@skill-marketplace/shared/contracts';
import * as fc from 'fast-check';
import {
  isEverything,
  searchInput,
  withWords,
} from '../../../extension/src/search/searchRequest.ts';

describe('a search request', () => {
  it('is what a marketplace takes, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2000 }), fc.boolean(), (text, exact) => {
        const input = searchInput({ ...withWords({ query: '' }, text), exact }, 20);
        assert.ok(SkillSearchInput.safeParse(input).success);
        assert.ok(input.query?.isWellFormed() ?? true);
      }),
    );
  });

  it('leaves out words that are none, and asks for them as written only when there are some', () => {
    assert.deepEqual(searchInput({ query: '', exact: true, category: 'data' }, 20), {
      category: 'data',
      limit: 20,
    });
    assert.deepEqual(searchInput({ query: 'x', exact: true }, 5), {
      query: 'x',
      exact: true,
      limit: 5,
    });
  });

  it('asks for everything only without words and filters', () => {
    assert.equal(isEverything({ query: '' }), true);
    assert.equal(isEverything({ query: 'x' }), false);
    assert.equal(isEverything({ query: '', sort: 'newest' }), false);
  });
});
