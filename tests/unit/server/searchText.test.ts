import assert from 'node:assert/strict';
import { searchText } from '../../../server/src/features/skills/searchText.ts';

describe('searchText', () => {
  it('is nothing for a text with nothing in it', () => {
    for (const query of [undefined, '', ' ', '\t\n', '\0', '\u0007 \0']) {
      assert.equal(searchText(query), undefined, JSON.stringify(query));
    }
  });

  it('is something for every other text, signs too', () => {
    for (const query of ['a', '!', '\ud800', '漢', '-']) {
      assert.notEqual(searchText(query), undefined, JSON.stringify(query));
    }
  });
});
