import { sql, type RawBuilder } from 'kysely';
import { all, facetFilters, plainFilters } from './filters.ts';
import { isReferred, nameMatch } from './nameMatch.ts';
import type { ParsedQuery } from './parseQuery.ts';
import type { QueryToken } from './queryToken.ts';

/**
 * Phrases that must be there, in the README perhaps, and words, skills and filters that must not. Without
 * `readsReadme` an excluded word may stand in the README, which is then read only where a phrase is looked for
 * in it anyway. About the skill `s`; always true where nothing is required.
 */
export function requirementsOf(query: ParsedQuery, readsReadme: boolean): RawBuilder<boolean> {
  const { phrases, excluded, excludedSkills, unwanted } = query;
  const isReadmeAsked = readsReadme || phrases.length > 0;
  const conditions = [
    ...phrases.map((words) => isThere(phraseOf(words), query)),
    ...excluded.map((words) => sql<boolean>`not s.head @@ ${phraseOf(words)}`),
    ...(isReadmeAsked ? excluded : []).map(
      (words) =>
        sql<boolean>`not exists (select from skill_documents r where r.skill_id = s.id and r.doc @@ ${phraseOf(words)})`,
    ),
    ...excludedSkills.map((reference) => sql<boolean>`not ${isReferred(reference, 's')}`),
    ...unwanted.map(
      (filters) =>
        sql<boolean>`not (${all([...plainFilters(filters), ...Object.values(facetFilters(filters))])})`,
    ),
  ];
  return conditions.length === 0
    ? sql<boolean>`true`
    : sql<boolean>`(${sql.join(conditions, sql` and `)})`;
}

/** The skill has the phrase, or is what was asked for by its name or reference. */
function isThere(phrase: RawBuilder<string>, query: ParsedQuery): RawBuilder<boolean> {
  return sql<boolean>`s.id in (select h.id from skills h where h.head @@ ${phrase}
    union select r.skill_id from skill_documents r where r.doc @@ ${phrase}
    union select h.id from skills h where ${nameMatch(query, 'h').isExact})`;
}

/** True where the query asks for less than all that has its words. */
export function requiresMore({
  phrases,
  excluded,
  excludedSkills,
  unwanted,
}: ParsedQuery): boolean {
  return phrases.length + excluded.length + excludedSkills.length + unwanted.length > 0;
}

/** The tsquery of words that stand one after the other. */
export function phraseOf(words: readonly QueryToken[]): RawBuilder<string> {
  const text = words.flatMap(({ parts }) => parts).join(' ');
  return sql<string>`phraseto_tsquery('english', skill_fold(${text}))`;
}
