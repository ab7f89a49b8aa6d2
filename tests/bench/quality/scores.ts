/** How well one answer is sorted; each from 0 to 1. */
export interface Scores {
  ndcg10: number;
  success1: number;
  success5: number;
  success10: number;
}

const DEPTH = 10;

/**
 * Scores an answer, best first, by its first ten. nDCG (Järvelin and Kekäläinen 2002) with a gain of 1 for what
 * is relevant, against the best order there could be; success@n is 1 when something relevant is among the first n.
 */
export function scoresOf(found: readonly string[], relevant: readonly string[]): Scores {
  const wanted = new Set(relevant);
  // A reference that comes twice counts once: a repetition is of no use to anybody.
  const isHit = [...new Set(found)].slice(0, DEPTH).map((reference) => wanted.has(reference));
  const success = (depth: number) => Number(isHit.slice(0, depth).includes(true));
  const gained = isHit.reduce((sum, hit, index) => sum + (hit ? gainAt(index) : 0), 0);
  const ideal = Array.from({ length: Math.min(DEPTH, wanted.size) }, (_, index) => gainAt(index));
  return {
    ndcg10: gained / ideal.reduce((sum, gain) => sum + gain, 0),
    success1: success(1),
    success5: success(5),
    success10: success(DEPTH),
  };
}

function gainAt(index: number): number {
  return 1 / Math.log2(index + 2);
}
