import type { QueryToken } from './queryToken.ts';
import { isStopWord } from './stopWords.ts';
import { synonymsOf } from './synonyms.ts';

/** One thing that a query asks for, in all its spellings. */
export interface WordGroup {
  /** As it was written, in lower case. */
  word: string;
  /** The words that the catalogue may know: itself, its parts and its joined form. */
  spellings: readonly string[];
  /** What PostgreSQL's `to_tsquery` takes: the spellings, and words that mean the same. */
  alternatives: readonly string[];
  isLast: boolean;
  /** Words that begin so are meant too. */
  isOpen: boolean;
}

/** Words of a query that are longer than a compound's two are not joined with their neighbours. */
const MOST_JOINED = 4;

/** The words that count: without those that say nothing, unless there are no others. */
export function contentWords(tokens: readonly QueryToken[]): QueryToken[] {
  const content = tokens.filter(({ word }) => !isStopWord(word));
  return content.length === 0 ? [...tokens] : content;
}

/** Makes a group of each word that counts; a compound may be written joined or apart, and neighbours joined. */
export function wordGroups(tokens: readonly QueryToken[]): WordGroup[] {
  const words = contentWords(tokens);
  const seen = new Set<string>();
  return words.flatMap(({ word, parts, isLast }, index) => {
    if (seen.has(word)) return [];
    seen.add(word);
    const joined = parts.join('');
    const neighbours =
      words.length > MOST_JOINED
        ? []
        : [
            [words[index - 1], words[index]],
            [words[index], words[index + 1]],
          ].flatMap(([left, right]) =>
            left === undefined || right === undefined
              ? []
              : [left.parts.join('') + right.parts.join('')],
          );
    const own = parts.length === 1 ? [joined] : [`(${parts.join(' & ')})`, joined];
    const alternatives = [...own, ...neighbours, ...meanings(parts)];
    return [
      {
        word,
        spellings: [...parts, joined],
        alternatives: [...new Set(alternatives)],
        isLast,
        isOpen: false,
      },
    ];
  });
}

/** The synonyms of a word, or of the words of a compound in a row or joined: `TypeScript` looks like one. */
function meanings(parts: readonly string[]): string[] {
  const apart = parts.join(' ');
  const found = new Set([...synonymsOf(apart), ...synonymsOf(parts.join(''))]);
  found.delete(apart);
  return [...found].map((meaning) => {
    const words = meaning.split(' ');
    return words.length === 1 ? meaning : `(${words.join(' <-> ')})`;
  });
}
