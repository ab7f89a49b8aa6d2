import type { SimilarWord } from './dictionary.repository.ts';

/** Shorter words are abbreviations rather than mistakes. */
const SHORTEST_CORRECTED = 4;
/** From that length on two mistakes in a word are believed. */
const LONG_WORD = 7;

/**
 * The word that was meant: of those with the fewest mistakes the one that most skills have. A swapped pair
 * counts as one mistake; the first letter is hardly ever wrong. `undefined` when nothing is close enough.
 */
export function correctWord(word: string, similar: readonly SimilarWord[]): string | undefined {
  if (word.length < SHORTEST_CORRECTED || /\d/.test(word)) return undefined;
  const most = word.length < LONG_WORD ? 1 : 2;
  const [best] = similar
    .map((candidate) => ({ ...candidate, mistakes: distance(word, candidate.word) }))
    .filter(({ mistakes }) => mistakes > 0 && mistakes <= most)
    .sort(
      (a, b) =>
        a.mistakes - b.mistakes ||
        Number(b.word[0] === word[0]) - Number(a.word[0] === word[0]) ||
        b.skillCount - a.skillCount,
    );
  return best?.word;
}

/** Damerau-Levenshtein distance (optimal string alignment); both words have at most 64 letters. */
function distance(left: string, right: string): number {
  let previous: number[] = [];
  let current = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= right.length; j += 1) {
      const isSame = left[i - 1] === right[j - 1];
      let cost = Math.min(
        (current[j] ?? 0) + 1,
        (next[j - 1] ?? 0) + 1,
        (current[j - 1] ?? 0) + (isSame ? 0 : 1),
      );
      if (i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1]) {
        cost = Math.min(cost, (previous[j - 2] ?? 0) + 1);
      }
      next.push(cost);
    }
    [previous, current] = [current, next];
  }
  return current[right.length] ?? 0;
}
