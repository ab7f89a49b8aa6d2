import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { startHub, type Hub } from '../support/app.ts';
import { skillText } from '../support/skillFolder.ts';
import { exchange, queryUrl, sentFailure, type Answer } from './exchange.ts';

/** What means something to a tsquery, to SQL, to LIKE, to a regular expression or to a terminal. */
const METACHARACTERS = [
  ...`&|!()<>:*'"\\-+~%_;,.?[]{}^$#@/=`.split(''),
  ' ',
  '\t',
  '\n',
  '\0',
  '\u200b',
  '\u202e',
  '\ufeff',
  '\ud800',
  '\udc00',
  '😀',
  'é',
  'ʼ',
  '½',
  '⑴',
  'ŉ',
  '\u0308',
  'ß',
  'ﷺ',
  '漢',
  '٣',
  '<->',
  '<2>',
  ':*',
  ':A',
  '--',
  '/*',
  "''",
  '$$',
  ' or ',
  ' and ',
  ' not ',
  'tag:',
  'publisher:',
  'category:',
  'type:node',
  'memo',
  'a',
  'the',
];
const hostileText = fc.oneof(
  fc
    .array(fc.constantFrom(...METACHARACTERS), { maxLength: 40 })
    .map((parts) => parts.join('').slice(0, 512)),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.string({ unit: 'grapheme', maxLength: 100 }),
);

describe('a hostile search', function () {
  this.timeout(120_000);
  let hub: Hub;

  const ask = (input: unknown) => exchange(queryUrl(hub.url, 'skills.search', input));
  const isAnswered = ({ status, body }: Answer, input: unknown) =>
    assert.equal(status, 200, `${JSON.stringify(input)} gave ${status} ${body.toString()}`);

  before(async () => {
    hub = await startHub();
    await hub.importFiles({
      'memo/SKILL.md': skillText({
        name: 'memo',
        description: `It's "100%" <b>a_memo</b> & more: C++ \\ | !`,
      }),
    });
  });
  after(() => hub[Symbol.asyncDispose]());

  const queries = [
    `'`,
    `''`,
    `"`,
    `"memo`,
    `\\`,
    `memo'; drop table skills; --`,
    `') or 1=1 --`,
    '& | ! ( )',
    '<->',
    'memo <-> a',
    'memo:*',
    'memo:ABCD',
    ':*',
    '!!!!',
    '((((((',
    'or',
    'or or or',
    '-',
    '- - -',
    '-memo',
    '"" ""',
    'the of and',
    '%',
    '_',
    '$1',
    '{0}',
    '../../etc/passwd',
    '<script>alert(1)</script>',
    'a\u0000b',
    '\ud800',
    'x\udc00y',
    '\u202etxt',
    '漢字',
    'é',
    'e\u0301',
    'donʼt',
    '1½ a⑴ ŉ',
    '\u0308',
    'ﷺ'.repeat(512),
    '😀'.repeat(256),
    'a '.repeat(256),
    'ab-'.repeat(170),
    '"'.repeat(512),
    '('.repeat(512),
    `${'a or '.repeat(100)}b`,
  ];
  for (const query of queries) {
    it(`is answered: ${JSON.stringify(query.length > 40 ? `${query.slice(0, 40)}…` : query)}`, async () => {
      isAnswered(await ask({ query }), query);
      isAnswered(await ask({ query, sort: 'name', exact: true }), query);
    });
  }

  it('is refused where it is not in the form that it has to have, instead of finding everything', async () => {
    const bare = encodeURIComponent(JSON.stringify({ query: 'memo' }));
    const answer = await exchange(`${hub.url}/trpc/skills.search?input=${bare}`);
    const { reason, message } = sentFailure(answer);
    assert.equal(reason, 'invalid_input');
    assert.match(message, /send JSON as superjson writes it, \{"json": …\}/);
  });

  it('is answered or refused as invalid_input, whatever the text', async () => {
    await fc.assert(
      fc.asyncProperty(hostileText, async (query) => {
        const answer = await ask({ query });
        if (answer.status === 200) return;
        // Only a type that does not exist is refused.
        const { reason, field } = sentFailure(answer);
        assert.deepEqual([reason, field], ['invalid_input', 'query'], JSON.stringify(query));
        assert.match(query, /type:/i);
      }),
      { numRuns: 300 },
    );
  });

  it('is answered or refused as invalid_input, whatever the fields', async () => {
    const anything = fc.oneof(
      hostileText,
      fc.integer(),
      fc.double(),
      fc.boolean(),
      fc.constant(null),
      fc.object(),
    );
    const input = fc.record(
      {
        query: fc.oneof(hostileText, anything),
        category: anything,
        skillType: fc.oneof(fc.constantFrom('prompt_only', 'nodejs'), anything),
        tags: fc.oneof(fc.array(hostileText, { maxLength: 5 }), anything),
        publisher: anything,
        source: anything,
        minRating: anything,
        sort: fc.oneof(
          fc.constantFrom('name', 'rating', 'newest', 'installs', 'relevance'),
          anything,
        ),
        cursor: anything,
        limit: fc.oneof(fc.integer({ min: 1, max: 100 }), anything),
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(input, async (given) => {
        const answer = await ask(given);
        if (answer.status !== 200)
          assert.equal(sentFailure(answer).reason, 'invalid_input', JSON.stringify(given));
      }),
      { numRuns: 300 },
    );
  });

  it('leaves the tables where they are', async () => {
    const { items } = await hub.client.skills.search.query({ query: 'memo' });
    assert.deepEqual(
      items.map(({ name }) => name),
      ['memo'],
    );
  });

  it('gives the text of a fragment as it stands, with ranges that lie inside it', async () => {
    const { items } = await hub.client.skills.search.query({ query: 'memo' });
    const { text, ranges } = items[0]?.match?.fragment ?? assert.fail();
    assert.equal(text, `It's "100%" <b>a_memo</b> & more: C++ \\ | !`);
    assert.ok(ranges.every(([from, to]) => 0 <= from && from < to && to <= text.length));
  });
});
