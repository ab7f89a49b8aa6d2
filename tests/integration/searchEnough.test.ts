import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { sql } from 'kysely';
import { enoughOf } from '../../server/src/features/search/enoughOf.ts';
import type { Term } from '../../server/src/features/search/relevance.ts';
import { startHub, type Hub } from '../support/app.ts';

const WORDS = ['alpha', 'bravo', 'carol', 'delta', 'ember', 'fjord', 'gamma', 'hotel'];
/** Every text that can be made of the words: the bits of its number say which it has. */
const TEXTS = 2 ** WORDS.length;

describe('texts with enough of some words', function () {
  this.timeout(60_000);
  let hub: Hub;

  before(async () => {
    hub = await startHub();
    const word = (name: string, bit: number) => `case when n & ${2 ** bit} > 0 then '${name}' end`;
    await hub.orm.em.fork().execute(
      `create table texts as select n, to_tsvector('simple', concat_ws(' ', ${WORDS.map(word).join(', ')})) as vector
        from generate_series(0, ${TEXTS - 1}) n`,
    );
  });
  after(() => hub[Symbol.asyncDispose]());

  it('are all found, one by one or by an index, and no others where it says so', async () => {
    const asked = fc
      .tuple(fc.shuffledSubarray(WORDS, { minLength: 1 }), fc.nat(), fc.array(fc.nat(9)))
      .map(([words, needed, idfs]) => ({ words, needed: 1 + (needed % words.length), idfs }));
    await fc.assert(
      fc.asyncProperty(asked, async ({ words, needed, idfs }) => {
        const enough = enoughOf(
          words.map((word, at) => termOf(word, idfs[at] ?? 1)),
          needed,
        );
        const wanted = Array.from({ length: TEXTS }, (_, n) => n).filter(
          (n) => words.filter((word) => (n & (2 ** WORDS.indexOf(word))) > 0).length >= needed,
        );
        for (const condition of [enough.in(sql`vector`), sql`vector @@ ${enough.query}`]) {
          const { rows } = await sql<{ n: number }>`
            select n from texts where ${condition} order by n`.execute(
            hub.orm.em.fork().getKysely(),
          );
          const found = rows.map(({ n }) => n);
          if (enough.isExact) assert.deepEqual(found, wanted);
          else
            assert.deepEqual(
              found.filter((n) => wanted.includes(n)),
              wanted,
            );
        }
      }),
      { numRuns: 60 },
    );
  });
});

function termOf(word: string, idf: number): Term {
  return {
    query: sql<string>`to_tsquery('simple', ${word})`,
    lexeme: word,
    count: 1,
    idf,
    size: 1,
  };
}
