/** How a name resembles another one, without being it. */
export type Resemblance = 'look_alike' | 'one_edit';

/** Letters that are taken for each other at a glance, each pair or group with what stands for it. */
const LOOK_ALIKES: readonly (readonly [RegExp, string])[] = [
  // In this order: what single letters stand for may make a pair.
  [/-/g, ''],
  [/[1i]/g, 'l'],
  [/0/g, 'o'],
  [/5/g, 's'],
  [/2/g, 'z'],
  [/8/g, 'b'],
  [/[9q]/g, 'g'],
  [/rn/g, 'm'],
  [/vv/g, 'w'],
  [/cl/g, 'd'],
];

/**
 * Says how a slug could be mistaken for another: letters that look alike and hyphens aside they are the same, or
 * one edit (a letter more, less, or another one, or two swapped) makes one of the other. `undefined` for a
 * name that is the same, or one that nobody would mistake. Linear in the names' length.
 *
 * @example resemblance('g1thub-review', 'github-review') // 'look_alike'
 */
export function resemblance(name: string, other: string): Resemblance | undefined {
  if (name === other) return undefined;
  if (skeleton(name) === skeleton(other)) return 'look_alike';
  return isOneEdit(name, other) ? 'one_edit' : undefined;
}

function skeleton(name: string): string {
  return LOOK_ALIKES.reduce((text, [letters, stand]) => text.replace(letters, stand), name);
}

/** Damerau-Levenshtein distance of exactly one, found at the first place where they differ. */
function isOneEdit(name: string, other: string): boolean {
  const [short, long] = name.length <= other.length ? [name, other] : [other, name];
  if (long.length - short.length > 1) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at += 1;
  if (long.length > short.length) return short.slice(at) === long.slice(at + 1);
  if (short.slice(at + 1) === long.slice(at + 1)) return true;
  const isSwapped = short[at] === long[at + 1] && short[at + 1] === long[at];
  return isSwapped && short.slice(at + 2) === long.slice(at + 2);
}
