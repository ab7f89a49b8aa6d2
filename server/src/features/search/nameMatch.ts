import { parseReference } from '@skill-marketplace/shared/contracts';
import { sql, type RawBuilder } from 'kysely';
import type { ParsedQuery } from './parseQuery.ts';

/** A name is taken for the beginning of another from two letters on. */
export const SHORTEST_PREFIX = 2;

/** How the skill's name, or its reference, answers the whole text; what is exact is a prefix too. */
export function nameMatch(
  { text, words }: ParsedQuery,
  table: 's' | 'h',
): { isExact: RawBuilder<boolean>; isPrefix: RawBuilder<boolean> } {
  const column = (name: string) => sql.ref(`${table}.${name}`);
  const joined = words.flatMap(({ parts }) => parts).join('');
  const reference = parseReference(text.toLowerCase());
  const orReference =
    reference === undefined
      ? sql``
      : sql` or (${column('publisher')} = ${reference.publisher} and ${column('name')} = ${reference.name})`;
  if (joined.length < SHORTEST_PREFIX) {
    const isName = sql<boolean>`(${column('name')} = ${joined}${orReference})`;
    return { isExact: isName, isPrefix: isName };
  }
  const own = sql`replace(${column('name')}, '-', '')`;
  const folded = sql`skill_fold(${joined})`;
  return {
    isExact: sql<boolean>`(${own} = ${folded}${orReference})`,
    isPrefix: sql<boolean>`(${own} like ${folded} || '%'${orReference})`,
  };
}
