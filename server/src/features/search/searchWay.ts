import type { SearchFound } from './searchPlan.ts';

/** What a search came to on its first page; later pages go the same way, whatever was added meanwhile. */
export interface SearchWay {
  /** The share of the words that was enough with READMEs; not set where they were left out. */
  readmeShare?: number;
  /** The words that were searched for instead. */
  correctedQuery?: string;
}

const PARTS = 2;

/** Takes the way apart from a position that `withWay` has made. */
export function takeWay(after: readonly string[]): { way: SearchWay; after: readonly string[] } {
  const [share = '', corrected = ''] = after.slice(-PARTS);
  return {
    after: after.slice(0, -PARTS),
    way: {
      ...(share === '' ? {} : { readmeShare: Number(share) }),
      ...(corrected === '' ? {} : { correctedQuery: corrected }),
    },
  };
}

/** What was found, with the way in every position. */
export function withWay(found: SearchFound, way: SearchWay): SearchFound {
  const parts = [
    way.readmeShare === undefined ? '' : String(way.readmeShare),
    way.correctedQuery ?? '',
  ];
  return {
    ...found,
    rows: found.rows.map((row) => ({ ...row, position: [...row.position, ...parts] })),
    ...(way.correctedQuery === undefined ? {} : { correctedQuery: way.correctedQuery }),
  };
}
