import type { EntityManager } from '../../database/orm.ts';
import { correctWord } from './correctWord.ts';
import { similarWords, type WordsOf } from './dictionary.repository.ts';
import { parseQuery, type ParsedQuery } from './parseQuery.ts';
import type { KnownQuery } from './textMatch.ts';

/** Longer queries are sentences, in which one odd word is a name rather than a mistake. */
const MOST_CORRECTED = 5;
/** What was searched for instead goes into the cursor, which has a bound. */
const LONGEST_CORRECTED = 200;

/** What is meant as it stands: between quotes, after a minus, in a filter, before a slash or an asterisk. */
const AS_IT_STANDS =
  /((?:(?<!\S)-)?(?:(?:tag|publisher|category|type):)?"[^"]*"|(?<!\S)-\S+|(?:tag|publisher|category|type):\S*|[^\s"]+[/*])/i;

/**
 * The query with its unknown words replaced by those that were meant; `undefined` when none is. A name is never
 * touched, a reference neither, nor the beginning of a known word that is still being typed.
 */
export async function correctQuery(
  em: EntityManager,
  { query, groups, known }: KnownQuery,
  wordsOf: WordsOf,
): Promise<ParsedQuery | undefined> {
  if (groups.length > MOST_CORRECTED || query.text.length > LONGEST_CORRECTED) return undefined;
  const isKnown = (word: string) => known.get(word)?.isKnown === true;
  let text = query.text;
  for (const { word, spellings, isLast } of groups) {
    const joined = spellings.at(-1) ?? word;
    if (word.includes('/') || isKnown(joined)) continue;
    if (isLast && known.get(joined)?.isBeginning === true) continue;
    // Of a compound the parts that nobody has.
    for (const part of new Set(spellings.length > 2 ? spellings.slice(0, -1) : [word])) {
      if (isKnown(part)) continue;
      const meant = correctWord(part, await similarWords(em, part, wordsOf));
      if (meant !== undefined) text = replaceWord(text, part, meant);
    }
  }
  return text === query.text ? undefined : parseQuery(text);
}

function replaceWord(text: string, word: string, meant: string): string {
  return text
    .split(AS_IT_STANDS)
    .map((part, index) =>
      // Every other one is what the pattern took.
      index % 2 === 1
        ? part
        : part.replace(/[\p{L}\p{N}\p{M}]+/gu, (found) =>
            found.toLowerCase() === word ? meant : found,
          ),
    )
    .join('');
}
