import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { DomainError } from '../../../server/src/errors/domainError.ts';
import { parseQuery } from '../../../server/src/features/search/parseQuery.ts';

/** A query in short: words of each part, and the filters. */
function readAs(query: string) {
  const parsed = parseQuery(query) ?? assert.fail(`${query} is nothing`);
  const { words, phrases, excluded, filters, unwanted } = parsed;
  const wordsOf = (tokens: typeof words) => tokens.map(({ word }) => word);
  return {
    words: wordsOf(words),
    phrases: phrases.map(wordsOf),
    excluded: excluded.map(wordsOf),
    filters,
    unwanted,
  };
}

const NONE = { words: [], phrases: [], excluded: [], filters: {}, unwanted: [] };

describe('parseQuery', () => {
  const queries: [string, Partial<ReturnType<typeof readAs>>][] = [
    ['ship containers', { words: ['ship', 'containers'] }],
    ['"roll back" ship', { words: ['ship'], phrases: [['roll', 'back']] }],
    ['ship -docker', { words: ['ship'], excluded: [['docker']] }],
    ['ship -"hot fix"', { words: ['ship'], excluded: [['hot', 'fix']] }],
    ['pdf-tools', { words: ['pdf-tools'] }],
    ['tag:release notes', { words: ['notes'], filters: { tags: ['release'] } }],
    ['tag:Release', { filters: { tags: ['release'] } }],
    ['tag:a tag:b', { filters: { tags: ['a', 'b'] } }],
    ['tag:"two words"', { filters: { tags: ['two words'] } }],
    ['ship -tag:beta', { words: ['ship'], unwanted: [{ tags: ['beta'] }] }],
    [
      '-type:python -category:data',
      { unwanted: [{ skillTypes: ['python_code'] }, { category: 'data' }] },
    ],
    ['publisher:acme', { filters: { publisher: 'acme' } }],
    ['publisher:"Acme Inc"', { filters: { publisher: 'acme-inc' } }],
    ['category:devops', { filters: { category: 'devops' } }],
    ['type:python', { filters: { skillTypes: ['python_code'] } }],
    ['type:pr', { filters: { skillTypes: ['prompt_only'] } }],
    ['type:p', { filters: { skillTypes: ['prompt_only', 'python_code'] } }],
    ['type:java', { filters: { skillTypes: ['nodejs'] } }],
    ['type:prompt_only', { filters: { skillTypes: ['prompt_only'] } }],
    ['TYPE:Node', { filters: { skillTypes: ['nodejs'] } }],
    ['tag: ship', { words: ['ship'] }],
    ['"open quote', { words: ['open', 'quote'] }],
    ['one "two" three "four', { words: ['one', 'three', 'four'], phrases: [['two']] }],
    ['- ship', { words: ['ship'] }],
    ['a\tb\u0000c', { words: ['a', 'b', 'c'] }],
  ];
  for (const [query, expected] of queries) {
    it(`reads ${JSON.stringify(query)}`, () => {
      assert.deepEqual(readAs(query), { ...NONE, ...expected });
    });
  }

  it('takes a text without letters and digits for no query', () => {
    for (const query of [undefined, '', ' \t\n', '\0', '""', '- & | !', '"', 'tag:', '-tag:']) {
      assert.equal(parseQuery(query), undefined, JSON.stringify(query));
    }
  });

  for (const query of ['type:cobol', 'type:px']) {
    it(`refuses ${query}, and says which types there are`, () => {
      assert.throws(
        () => parseQuery(query),
        (error) =>
          error instanceof DomainError &&
          error.reason === 'invalid_input' &&
          error.message ===
            'That names no type: write type: with prompt_only, python_code, nodejs.',
      );
    });
  }

  it('reads what is asked for without quotes, and references after a minus as skills', () => {
    const asked = (query: string) => {
      const parsed = parseQuery(query);
      return [parsed?.asked, parsed?.excludedSkills];
    };
    assert.deepEqual(asked('"Acme/Deploy" tag:x'), ['Acme/Deploy', []]);
    assert.deepEqual(asked('one " two three " -four'), ['one two three', []]);
    assert.deepEqual(asked('"acme/depl'), ['acme/depl', []]);
    const excluded = [
      { publisher: 'acme', name: 'deploy' },
      { source: 'atom', publisher: 'acme', name: 'ship' },
    ];
    assert.deepEqual(asked('-Acme/Deploy -"atom:acme/ship"'), ['', excluded]);
  });

  it('takes only the very last word for one that is still being typed', () => {
    const isOpen = (query: string) => parseQuery(query)?.words.map(({ isLast }) => isLast);
    assert.deepEqual(isOpen('ship cont'), [false, true]);
    assert.deepEqual(isOpen('ship cont)'), [false, false]);
    assert.deepEqual(isOpen('ship "cont"'), [false]);
    assert.deepEqual(isOpen('ship tag:cont'), [false]);
  });

  it('reads any text, and keeps nothing that PostgreSQL cannot hold', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 512 }), (query) => {
        const parsed = parseQuery(query.replaceAll(/type:/gi, ''));
        if (parsed === undefined) return;
        assert.ok(parsed.text.isWellFormed() && !/\p{Cc}/u.test(parsed.text));
        for (const { word, parts } of parsed.words) {
          assert.match(word, /^[\p{L}\p{N}\p{M}\-_./\\:]+$/u);
          for (const part of parts) assert.match(part, /^[\p{L}\p{N}\p{M}]+$/u);
        }
      }),
    );
  });
});
