import assert from 'node:assert/strict';
import { queryTokens } from '../../../server/src/features/search/queryToken.ts';

const partsOf = (text: string) => queryTokens(text).map(({ parts }) => parts.join('+'));

describe('queryTokens', () => {
  const texts: [string, string[]][] = [
    ['ship it', ['ship', 'it']],
    ['Café', ['café']],
    ['pdf-tools pdf_tools pdfTools pdftools', ['pdf+tools', 'pdf+tools', 'pdf+tools', 'pdftools']],
    ['acme/deploy', ['acme+deploy']],
    ['c++ C++ c#', ['cplusplus', 'cplusplus', 'csharp']],
    ['.net .NET asp.net', ['dotnet', 'dotnet', 'asp+net']],
    ['node.js Next.js vue.js', ['nodejs', 'nextjs', 'vuejs']],
    ['a.b,c;d', ['a+b', 'c', 'd']],
    ["don't donʼt", ['don', 't', 'don', 't']],
    ['1½ ⑴ ŉ', ['11', '2', '1', 'n']],
    ['e\u0301te\u0301', ['\u00e9t\u00e9']],
    ['--- ... ///', []],
    ['\u0308 \u1fed a-\u0308', ['a']],
    ['-a-', ['a']],
    ['漢字 データ', ['漢字', 'データ']],
  ];
  for (const [text, expected] of texts) {
    it(`finds ${JSON.stringify(expected)} in ${JSON.stringify(text)}`, () => {
      assert.deepEqual(partsOf(text), expected);
    });
  }

  it('knows whether the last word may go on', () => {
    const isOpen = (text: string) => queryTokens(text).at(-1)?.isLast;
    assert.deepEqual(['pdf', 'pdf ', 'pdf)', 'c++'].map(isOpen), [true, false, false, false]);
  });

  it('looks at 24 words and 64 letters of each', () => {
    assert.equal(queryTokens('ab '.repeat(100)).length, 24);
    assert.equal(queryTokens('x'.repeat(500))[0]?.word.length, 64);
  });
});
