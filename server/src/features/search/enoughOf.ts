import { sql, type RawBuilder } from 'kysely';
import type { Term } from './relevance.ts';

/** Each takes an index scan; more cost more than the rows they spare. */
const MOST_COMBINATIONS = 20;

/** What texts with enough of the words are found by. */
export interface Enough {
  /** The condition on a vector; by its index alone. */
  in: (vector: RawBuilder<unknown>) => RawBuilder<boolean>;
  /** The same as one tsquery, for vectors that are read one by one. */
  query: RawBuilder<string>;
  /** Whatever it finds has enough; otherwise it may find too much, and never too little. */
  isExact: boolean;
}

/**
 * Finds texts with at least `needed` of the terms. Of n terms, k of them needed, every text with k has at least
 * j of any n − k + j: asked for is the greatest j that does not take too many combinations of the rarest terms.
 * Each combination is a condition of its own: PostgreSQL skips along the lists of words that must stand
 * together, and cannot where one tsquery holds all combinations.
 */
export function enoughOf(terms: readonly Term[], needed: number): Enough {
  const rarestFirst = [...terms].sort((left, right) => right.idf - left.idf);
  let each = needed;
  while (each > 1 && combinationCount(terms.length - needed + each, each) > MOST_COMBINATIONS) {
    each -= 1;
  }
  const chosen = rarestFirst.slice(0, terms.length - needed + each);
  const queries =
    each === 1
      ? [anyOf(chosen.map(({ query }) => query))]
      : combinations(chosen, each).map((together) =>
          sql.join(
            together.map(({ query }) => query),
            sql` && `,
          ),
        );
  return {
    in: (vector) =>
      sql<boolean>`(${sql.join(
        queries.map((query) => sql`${vector} @@ (${query})`),
        sql` or `,
      )})`,
    query: atLeast(each, chosen),
    isExact: each === needed,
  };
}

/** Written so that what lacks a rare word is decided early. */
function atLeast(needed: number, [first, ...rest]: readonly Term[]): RawBuilder<string> {
  if (first === undefined) throw new Error('more terms are needed than there are');
  if (rest.length === 0) return first.query;
  const queries = [first, ...rest].map(({ query }) => query);
  if (needed === 1) return anyOf(queries);
  if (needed === queries.length) return sql<string>`(${sql.join(queries, sql` && `)})`;
  return sql<string>`((${first.query} && ${atLeast(needed - 1, rest)}) || ${atLeast(needed, rest)})`;
}

/** The tsquery of texts with any of these. */
export function anyOf(queries: readonly RawBuilder<string>[]): RawBuilder<string> {
  return sql<string>`(${sql.join(queries, sql` || `)})`;
}

function combinationCount(from: number, size: number): number {
  let count = 1;
  for (let taken = 1; taken <= size; taken += 1) count = (count * (from - size + taken)) / taken;
  return count;
}

function combinations<T>(items: readonly T[], size: number): T[][] {
  if (size === 0) return [[]];
  return items.flatMap((item, index) =>
    combinations(items.slice(index + 1), size - 1).map((rest) => [item, ...rest]),
  );
}
