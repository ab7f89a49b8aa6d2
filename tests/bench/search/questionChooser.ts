import { CATEGORIES } from '../../../shared/src/format/categoryWords.ts';
import { randomOf, type Random } from '../randomOf.ts';
import type { SyntheticSkill } from './generateSkills.ts';
import { COMMON_WORDS, RARE_WORDS, TECHNICAL_WORDS } from './vocabulary.ts';

/** What a client asks; both ways answer it. */
export interface SearchQuestion {
  query?: string;
  category?: string;
  minRating?: number;
  /** The newest first, instead of the most relevant. */
  newest?: boolean;
  /** From 1 up; reached by following cursors, or by an offset. */
  page?: number;
}

/** The classes of questions, in the order of the tables. */
export const SEARCH_CLASSES = [
  'common word',
  'very common word',
  'rare word',
  'multi-word',
  'rare multi-word',
  'sentence',
  'typo',
  'prefix',
  'filter only',
  'deep page',
] as const;
export type SearchClass = (typeof SEARCH_CLASSES)[number];

/** Distinct questions of every class. */
export type SearchQuestions = Record<SearchClass, SearchQuestion[]>;

const PER_CLASS = 20;
const DEEP_PAGE = 40;
/** From a word of this length on, one wrong letter leaves enough to guess from. */
const TYPO_LENGTH = 7;
const SENTENCES = [
  (a: string, b: string) => `help me review the ${a} and ${b} setup of our project`,
  (a: string, b: string) => `I want to convert our old ${a} reports into ${b}`,
  (a: string, b: string) => `how can we test ${a} together with ${b} before a release`,
  (a: string, b: string) => `find out why the ${a} step is slow when ${b} runs`,
] as const;

/** Counts words while skills are made, and chooses questions by how many skills have them. */
export class QuestionChooser {
  readonly #wordRows = new Map<string, number>();
  readonly #nameRows = new Map<string, number>();
  #count = 0;

  /** Counts the words of one skill. */
  add({ displayName, description, tags }: SyntheticSkill): void {
    this.#count += 1;
    const [first = '', second = ''] = displayName.toLowerCase().split(' ');
    raise(this.#nameRows, `${first} ${second}`);
    const text = `${displayName} ${tags.join(' ')} ${description}`.toLowerCase();
    for (const word of new Set(text.match(/[a-z]+/g)?.map(singular))) raise(this.#wordRows, word);
  }

  /** The questions; the same skills give the same ones. */
  choose(): SearchQuestions {
    const random = randomOf(this.#count);
    const common = this.#wordsWithin(TECHNICAL_WORDS, 0.01 * this.#count, 0.05 * this.#count);
    const pairs = [...this.#nameRows.keys()].filter((pair) => !hasRareWord(pair));
    const frequent = pairs.toSorted((a, b) => this.#rowsOfName(b) - this.#rowsOfName(a));
    const draw = (from: readonly string[]) => drawn(from, PER_CLASS, random);
    const asked = (queries: readonly string[]) => queries.map((query) => ({ query }));
    return {
      'common word': asked(draw(common)),
      'very common word': asked(
        draw(this.#wordsWithin(COMMON_WORDS, 0.2 * this.#count, 0.5 * this.#count)),
      ),
      'rare word': asked(draw(this.#wordsWithin(RARE_WORDS, 1, 20))),
      'multi-word': asked(draw(frequent.slice(0, 4 * PER_CLASS))),
      'rare multi-word': asked(
        draw(
          [...this.#nameRows].flatMap(([pair, rows]) =>
            rows <= 20 && hasRareWord(pair) ? pair : [],
          ),
        ),
      ),
      sentence: asked(draw(frequent).map((pair, index) => sentenceOf(pair, index))),
      typo: asked(
        draw(TECHNICAL_WORDS.filter(({ length }) => length >= TYPO_LENGTH)).map((word) =>
          swapLetters(word, random),
        ),
      ),
      prefix: asked([
        ...new Set(draw(TECHNICAL_WORDS).map((word, index) => word.slice(0, 2 + (index % 3)))),
      ]),
      'filter only': CATEGORIES.flatMap(({ name }) => [
        { category: name, minRating: 3 },
        { category: name, minRating: 4 },
      ]),
      'deep page': draw(common).map((query) => ({
        query,
        newest: true,
        page: this.#deepPage(query),
      })),
    };
  }

  #rowsOfName(pair: string): number {
    return this.#nameRows.get(pair) ?? 0;
  }

  #wordsWithin(words: readonly string[], least: number, most: number): string[] {
    return words.filter((word) => {
      const rows = this.#wordRows.get(singular(word)) ?? 0;
      return rows >= least && rows <= most;
    });
  }

  /** Page 40, or the last full one where there are fewer. */
  #deepPage(word: string): number {
    return Math.max(
      1,
      Math.min(DEEP_PAGE, Math.floor((this.#wordRows.get(singular(word)) ?? 0) / 20)),
    );
  }
}

function raise(rows: Map<string, number>, key: string): void {
  rows.set(key, (rows.get(key) ?? 0) + 1);
}

/** Searches find both forms, so both are counted as one. */
function singular(word: string): string {
  return word.replace(/s$/, '');
}

const RARE = new Set(RARE_WORDS);

function hasRareWord(pair: string): boolean {
  return pair.split(' ').some((word) => RARE.has(word));
}

function sentenceOf(pair: string, index: number): string {
  const [first = '', second = ''] = pair.split(' ');
  return SENTENCES[index % SENTENCES.length]?.(first, second) ?? pair;
}

/** Two letters in the middle change places, so that what is typed is no prefix of the word. */
function swapLetters(word: string, random: Random): string {
  const places = Array.from({ length: word.length - 3 }, (_, index) => index + 1).filter(
    (at) => word[at] !== word[at + 1],
  );
  const [at = 1] = drawn(places, 1, random);
  return `${word.slice(0, at)}${word.charAt(at + 1)}${word.charAt(at)}${word.slice(at + 2)}`;
}

/** So many different ones, or all where there are not as many. */
function drawn<T>(from: readonly T[], count: number, random: Random): T[] {
  const left = [...from];
  return Array.from({ length: Math.min(count, left.length) }, () =>
    left.splice(Math.floor(random() * left.length), 1),
  ).flat();
}
