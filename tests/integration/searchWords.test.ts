import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { queryTokens } from '../../server/src/features/search/queryToken.ts';
import { wordGroups } from '../../server/src/features/search/wordGroup.ts';
import { startHub, type Hub } from '../support/app.ts';

/** Pieces that both sides take for words of their own, or take apart. */
const PIECES = [
  'c++',
  'C#',
  'f#',
  '.net',
  '.NET',
  'node.js',
  'Next.js',
  'asp.net',
  'pdf-tools',
  'pdf_tools',

  'pdfTools',
  'a.b',
  'x/y',
  'Café',
  'naïve',
  'ÉCOLE',
  '2fa',
  'k8s',
  'GitHub',
  'e2e',
  'don’t',
  '漢字',
];
const SEPARATORS = [' ', ', ', ' (', ') ', '\n', ' "', '" ', '! ', ': ', '; '];

describe('the words of a query and those of the catalogue', function () {
  this.timeout(60_000);
  let hub: Hub;

  before(async () => {
    hub = await startHub();
  });
  after(() => hub[Symbol.asyncDispose]());

  const execute = <T>(statement: string, parameters: unknown[]) =>
    hub.orm.em.fork().execute<T[]>(statement, parameters);

  it('are the same: every text is found by each of its words', async () => {
    const text = fc
      .array(fc.tuple(fc.constantFrom(...PIECES), fc.constantFrom(...SEPARATORS)), {
        minLength: 1,
        maxLength: 8,
      })
      .map((pieces) => pieces.flat().join(''));
    const texts = fc.sample(text, 2000);
    const asked = texts.flatMap((written) =>
      wordGroups(queryTokens(written)).map(({ alternatives }) => ({
        written,
        query: alternatives.join(' | '),
      })),
    );
    const missed = await execute(
      `select written, query from json_to_recordset(?) a (written text, query text)
        where not to_tsvector('simple', skill_words(written)) @@ to_tsquery('simple', skill_fold(query))`,
      [JSON.stringify(asked)],
    );
    assert.deepEqual(missed, []);
    assert.ok(asked.length > 2000);
  });

  it('hold nothing that means something to a tsquery, whatever the letter', async () => {
    const parts = new Set<string>();
    for (let code = 1; code <= 0x3ffff; code += 1) {
      if (code >= 0xd800 && code <= 0xdfff) continue;
      const letter = String.fromCodePoint(code);
      for (const text of [letter, `a${letter}b`]) {
        for (const token of queryTokens(text)) for (const part of token.parts) parts.add(part);
      }
    }
    const [found] = await execute<{ count: number }>(
      `select count(to_tsquery('simple', skill_fold(part) || ':*'))::int as count
        from json_array_elements_text(?) part`,
      [JSON.stringify([...parts])],
    );
    assert.ok(parts.size > 100_000);
    assert.equal(found?.count, parts.size);
  });

  const spellings: [string, string][] = [
    ['C++', 'cplusplus'],
    ['c#', 'csharp'],
    ['.NET', 'dotnet'],
    ['node.js', 'nodejs'],
    ['Vue.js', 'vuejs'],
  ];
  for (const [written, word] of spellings) {
    it(`write ${written} as ${word} on both sides`, async () => {
      assert.deepEqual(queryTokens(written)[0]?.parts, [word]);
      assert.deepEqual(await execute('select trim(skill_words(?)) as word', [written]), [{ word }]);
    });
  }
});
