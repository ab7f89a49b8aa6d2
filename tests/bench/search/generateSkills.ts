import type { SkillType } from '@skill-marketplace/shared/contracts';
import { CATEGORIES } from '../../../shared/src/format/categoryWords.ts';
import { randomOf, type Random } from '../randomOf.ts';
import {
  COMMON_WORDS,
  FUNCTION_WORDS,
  RARE_WORDS,
  ROLES,
  TECHNICAL_WORDS,
  zipfDraw,
} from './vocabulary.ts';

/** A skill as its rows in the database have it. */
export interface SyntheticSkill {
  id: string;
  versionId: string;
  publisher: string;
  name: string;
  displayName: string;
  description: string;
  category: string;
  tags: string[];
  skillType: SkillType;
  ratingCount: number;
  ratingSum: number;
  verifiedRatingCount: number;
  installCount: number;
  createdAt: string;
  readme: string;
}

/** More ratings has no skill, since each is of another user. */
export const MOST_RATINGS = 300;

const MOST_INSTALLS = 500_000;
/** Technical words lie closer together than others: no single subject fills half a catalogue. */
const SPREAD = 20;
const SKILLS_PER_PUBLISHER = 20;
const FIRST_DAY = Date.UTC(2024, 0, 1);
const TWO_YEARS = 2 * 365 * 24 * 3600 * 1000;
const VERBS = ['Use', 'Generate', 'Analyze', 'Review', 'Create', 'Convert', 'Explain', 'Maintain'];
const NOUNS = [
  'files',
  'projects',
  'reports',
  'pipelines',
  'workflows',
  'services',
  'repositories',
];

/**
 * Skills as a public catalogue has them: words, publishers, installs and ratings with heavy tails, and a README
 * of about 2 KB. The same count and seed give the same skills; names are unique.
 */
export function* generateSkills(count: number, seed = 20_260_101): Generator<SyntheticSkill> {
  const random = randomOf(seed);
  const pick = pickerOf(random);
  const word = wordDraw(random);
  const technical = zipfDraw(TECHNICAL_WORDS, random, SPREAD);
  const publisher = zipfDraw(publishersFor(count), random, 5);
  const category = zipfDraw(
    CATEGORIES.map(({ name }) => name),
    random,
  );
  for (let index = 0; index < count; index += 1) {
    const first = technical();
    const second = random() < 0.3 ? pick(RARE_WORDS) : technical();
    const subject = [first, second === first ? pick(RARE_WORDS) : second] as const;
    const topics = [...subject, technical(), pick(TECHNICAL_WORDS)];
    const text = writerOf(random, () => (random() < 0.12 ? pick(topics) : word()));
    const displayName = [...subject, pick(ROLES)].map(capitalised).join(' ');
    const opening = `${pick(VERBS)} ${subject[0]} and ${subject[1]} ${pick(NOUNS)}.`;
    const ratingCount = random() < 0.55 ? 0 : heavyTail(random, 1.4, MOST_RATINGS);
    yield {
      id: uuidOf(random),
      versionId: uuidOf(random),
      publisher: publisher(),
      name: `${displayName.toLowerCase().replaceAll(' ', '-')}-${index.toString(36)}`,
      displayName,
      description: `${opening} ${text(90 + 320 * random() ** 1.5)}`,
      category: category(),
      tags: [...new Set([...topics, technical()])].slice(0, 3 + Math.floor(3 * random())),
      skillType: random() < 0.7 ? 'prompt_only' : random() < 0.6 ? 'python_code' : 'nodejs',
      ratingCount,
      ratingSum: sumOfStars(random, ratingCount),
      verifiedRatingCount: Math.floor(ratingCount * random()),
      installCount: heavyTail(random, 0.9, MOST_INSTALLS) - 1,
      createdAt: new Date(FIRST_DAY + random() * TWO_YEARS).toISOString(),
      readme: `# ${displayName}\n\n${opening}\n\n## ${capitalised(pick(topics))}\n\n${text(900 + 2000 * random())}`,
    };
  }
}

/** The publishers of a catalogue of that size, the one with the most skills first. */
export function publishersFor(count: number): string[] {
  return Array.from(
    { length: Math.max(20, Math.ceil(count / SKILLS_PER_PUBLISHER)) },
    (_, index) => `${RARE_WORDS[index % RARE_WORDS.length] ?? 'publisher'}-${index.toString(36)}`,
  );
}

/** Of a hundred words, about 38 only hold a sentence together, 32 are everybody's, 25 technical, and 5 rare. */
function wordDraw(random: Random): () => string {
  const functionWord = zipfDraw(FUNCTION_WORDS, random);
  const common = zipfDraw(COMMON_WORDS, random);
  const technical = zipfDraw(TECHNICAL_WORDS, random, SPREAD);
  const rare = zipfDraw(RARE_WORDS, random);
  return () => {
    const share = random();
    if (share < 0.38) return functionWord();
    if (share < 0.7) return common();
    return share < 0.95 ? technical() : rare();
  };
}

/** Writes sentences of eight to seventeen words, until there are about that many characters. */
function writerOf(random: Random, word: () => string): (length: number) => string {
  return (length) => {
    const sentences: string[] = [];
    for (let written = 0; written < length;) {
      const words = Array.from({ length: 8 + Math.floor(10 * random()) }, word);
      const sentence = `${capitalised(words.join(' '))}.`;
      sentences.push(sentence);
      written += sentence.length + 1;
    }
    return sentences.join(' ');
  };
}

function pickerOf(random: Random): (words: readonly string[]) => string {
  return (words) => words[Math.floor(random() * words.length)] ?? '';
}

/** A whole number from 1 up; the smaller the exponent, the more often it is large (Pareto). */
function heavyTail(random: Random, exponent: number, most: number): number {
  return Math.min(most, Math.floor((1 - random()) ** (-1 / exponent)));
}

/** Most people like what they rate, and what one skill gets lies close together. */
function sumOfStars(random: Random, count: number): number {
  return Math.round(count * (1 + 4 * Math.sqrt(random())));
}

/** A version 4 uuid, by the formula of RFC 9562. */
function uuidOf(random: Random): string {
  const hex = Array.from({ length: 4 }, () =>
    Math.floor(random() * 2 ** 32)
      .toString(16)
      .padStart(8, '0'),
  ).join('');
  const variant = '89ab'[Math.floor(random() * 4)] ?? '8';
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
}

function capitalised(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
