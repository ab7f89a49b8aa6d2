/** One word as a person wrote it. */
export interface QueryToken {
  /** As written, in lower case. */
  word: string;
  /** Its parts, where it is a compound (`pdf-tools`, `pdfTools`); else itself alone. */
  parts: readonly string[];
  /** Nothing follows it, so it may be still being typed. */
  isLast: boolean;
}

/** Of a longer word so much is looked at; more words than these are not. */
const LONGEST_WORD = 64;
const MOST_WORDS = 24;

/** Words whose signs belong to them; the database writes them so too (`skill_words` in the migrations). */
const SPECIAL_WORDS: readonly (readonly [RegExp, string])[] = [
  [/\b([a-z])\+\+/gi, ' $1plusplus '],
  [/\b([a-z])#/gi, ' $1sharp '],
  [/(^|[^\p{L}\p{N}_])\.net\b/giu, '$1 dotnet '],
  [/\b(node|next|vue|nuxt|three|express)\.js\b/gi, ' $1js '],
];

/**
 * What a word is made of: letters and digits with their marks; without letters that are apostrophes or colons,
 * which `unaccent` makes signs again, and without marks alone, of which it leaves nothing.
 */
const LETTER = String.raw`(?:[[\p{L}\p{N}]--[\u02b0-\u02ff]]\p{M}*)`;
const WORD = new RegExp(String.raw`${LETTER}+(?:[\-_.\/\\:]${LETTER}+)*`, 'gv');
const ENDS_IN_LETTER = new RegExp(`${LETTER}$`, 'v');

/** The words of a text: `c++`, `c#`, `.net` and `node.js` are some, all other signs only separate. */
export function queryTokens(text: string): QueryToken[] {
  // Compatibility forms (½, ⑴, ŉ) come apart here; `unaccent` would put signs of a tsquery into a word.
  const plain = text.normalize('NFKC');
  const written = SPECIAL_WORDS.reduce((rest, [sign, word]) => rest.replace(sign, word), plain);
  const words = (written.match(WORD) ?? [])
    .slice(0, MOST_WORDS)
    .map((word) => word.slice(0, LONGEST_WORD));
  const isOpen = ENDS_IN_LETTER.test(written);
  return words.map((word, index) => ({
    word: word.toLowerCase(),
    parts: partsOf(word),
    isLast: isOpen && index === words.length - 1,
  }));
}

function partsOf(word: string): string[] {
  return word
    .replace(/(\p{Ll}|\p{N})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[-_./\\: ]+/)
    .filter((part) => part !== '');
}
