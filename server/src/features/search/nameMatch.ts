import { parseReference, type ReferenceParts } from '@skill-marketplace/shared/contracts';
import { sql, type RawBuilder } from 'kysely';
import { LOCAL_SOURCE } from '../skills/skill.view.ts';
import type { ParsedQuery } from './parseQuery.ts';
import { queryTokens } from './queryToken.ts';

/** A name is taken for the beginning of another from two letters on. */
export const SHORTEST_PREFIX = 2;

/** How the skill's name, or its reference, answers words and phrases together; what is exact is a prefix too. */
export function nameMatch(
  { asked }: ParsedQuery,
  table: 's' | 'h',
): { isExact: RawBuilder<boolean>; isPrefix: RawBuilder<boolean> } {
  const name = sql.ref(`${table}.name`);
  const joined = queryTokens(asked)
    .flatMap(({ parts }) => parts)
    .join('');
  const reference = parseReference(asked.toLowerCase());
  const orReference = reference === undefined ? sql`` : sql` or ${isReferred(reference, table)}`;
  if (joined.length < SHORTEST_PREFIX) {
    const isName = sql<boolean>`(${name} = ${joined}${orReference})`;
    return { isExact: isName, isPrefix: isName };
  }
  const own = sql`replace(${name}, '-', '')`;
  const folded = sql`skill_fold(${joined})`;
  return {
    isExact: sql<boolean>`(${own} = ${folded}${orReference})`,
    isPrefix: sql<boolean>`(${own} like ${folded} || '%'${orReference})`,
  };
}

/** The skill is the one that is referred to: without a source this server's own. */
export function isReferred(
  { source = LOCAL_SOURCE, publisher, name }: ReferenceParts,
  table: 's' | 'h',
): RawBuilder<boolean> {
  const column = (of: string) => sql.ref(`${table}.${of}`);
  return sql<boolean>`(${column('source')} = ${source} and ${column('publisher')} = ${publisher} and ${column('name')} = ${name})`;
}
