import { isSlug, toSlug } from '../contracts/index.ts';
import { CATEGORIES, CATEGORY_WORDS } from './categoryWords.ts';
import type { Report } from './diagnostics.ts';
import { fieldOf } from './fields.ts';
import type { ParsedSkill } from './parsedSkill.ts';

/** What a category is decided from. */
export interface CategoryEvidence {
  keys: Record<string, unknown>;
  installName: string;
  displayName: string;
  description: string;
  tags: readonly string[];
}

/** How much a word counts by where it stands. */
const NAME_FACTOR = 3;
const TAG_FACTOR = 2;
const LEAD_FACTOR = 1.5;
const REST_FACTOR = 0.5;
/** A description says what a skill is at its beginning; later come the words that should trigger it. */
const LEAD_WORDS = 25;
/** Less than this is a coincidence. */
const THRESHOLD = 2;

/** The declared category, whatever slug it is, else the one that most words point to, else `other`. */
export function categorize(evidence: CategoryEvidence, report: Report): ParsedSkill['category'] {
  const declared = fieldOf(evidence.keys, 'category');
  const slug = typeof declared === 'string' ? toSlug(declared.slice(0, 200)) : undefined;
  if (typeof declared !== 'string' || slug === undefined) {
    return { name: deriveCategory(evidence), source: 'derived' };
  }
  if (!isSlug(declared)) report('category_rewritten', `The category was read as ${slug}.`);
  return { name: slug, source: 'declared' };
}

/** Sums the weights of the words in name, tags and description; of equal sums the first in the list wins. */
export function deriveCategory({
  installName,
  displayName,
  description,
  tags,
}: Omit<CategoryEvidence, 'keys'>): (typeof CATEGORIES)[number]['name'] {
  const factors = new Map<string, number>();
  const add = (words: readonly string[], factor: number): void => {
    for (const [index, word] of words.entries()) {
      for (const term of [word, `${word} ${words[index + 1] ?? ''}`]) {
        factors.set(term, Math.max(factor, factors.get(term) ?? 0));
      }
    }
  };
  const words = wordsOf(description);
  add(wordsOf(installName), NAME_FACTOR);
  add(wordsOf(displayName), NAME_FACTOR);
  for (const tag of tags) add(wordsOf(tag), TAG_FACTOR);
  add(words.slice(0, LEAD_WORDS), LEAD_FACTOR);
  add(words.slice(LEAD_WORDS), REST_FACTOR);

  const scores = new Map<string, number>();
  for (const [term, factor] of factors) {
    for (const { category, weight } of MEANINGS.get(term) ?? []) {
      scores.set(category, (scores.get(category) ?? 0) + weight * factor);
    }
  }
  const ranked = CATEGORIES.toSorted(
    (a, b) => (scores.get(b.name) ?? 0) - (scores.get(a.name) ?? 0),
  );
  const [best] = ranked;
  return best !== undefined && (scores.get(best.name) ?? 0) >= THRESHOLD ? best.name : 'other';
}

/** The word lists turned round: what each term points to. Phrases weigh more, being less often chance. */
const MEANINGS: ReadonlyMap<string, { category: string; weight: number }[]> = (() => {
  const meanings = new Map<string, { category: string; weight: number }[]>();
  for (const [category, lists] of Object.entries(CATEGORY_WORDS)) {
    for (const [weight, list] of Object.entries(lists)) {
      for (const written of list.split(',')) {
        const term = wordsOf(written).join(' ');
        const meaning = { category, weight: Number(weight) * (term.includes(' ') ? 1.5 : 1) };
        meanings.set(term, [...(meanings.get(term) ?? []), meaning]);
      }
    }
  }
  return meanings;
})();

/** Lower-case words, singular as far as a plain `s` goes, so that text and lists meet. */
function wordsOf(text: string): string[] {
  return (text.toLowerCase().match(/[\p{L}\p{N}+#]+/gu) ?? []).map((word) =>
    word.length > 3 && word.endsWith('s') && !/(?:ss|us|is|os)$/.test(word)
      ? word.slice(0, -1)
      : word,
  );
}
