import type { ReadmeReading } from './readmeMatch.ts';
import type { SearchFound } from './searchPlan.ts';

/** What a search came to on its first page; later pages go the same way, whatever was added meanwhile. */
export interface SearchWay {
  /** How READMEs were read; not set where they were left out. */
  reading?: ReadmeReading;
  /** The words that were searched for instead. */
  correctedQuery?: string;
}

const PARTS = 2;
const POPULAR = 'popular';

/** Takes the way apart from a position that `withWay` has made. */
export function takeWay(after: readonly string[]): { way: SearchWay; after: readonly string[] } {
  const [read = '', corrected = ''] = after.slice(-PARTS);
  const [share, words, popular] = read.split(' ');
  return {
    after: after.slice(0, -PARTS),
    way: {
      ...(read === ''
        ? {}
        : {
            reading: {
              share: Number(share),
              words: Number(words),
              isPopular: popular === POPULAR,
            },
          }),
      ...(corrected === '' ? {} : { correctedQuery: corrected }),
    },
  };
}

/** What was found, with the way in every position. */
export function withWay(found: SearchFound, way: SearchWay): SearchFound {
  const { reading, correctedQuery = '' } = way;
  const read =
    reading === undefined
      ? ''
      : `${reading.share} ${reading.words}${reading.isPopular ? ` ${POPULAR}` : ''}`;
  const parts = [read, correctedQuery];
  return {
    ...found,
    rows: found.rows.map((row) => ({ ...row, position: [...row.position, ...parts] })),
    ...(way.correctedQuery === undefined ? {} : { correctedQuery: way.correctedQuery }),
  };
}
