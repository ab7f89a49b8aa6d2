import { stopTestServer } from '../support/database.ts';
import type { Bench } from './bench.ts';
import { contest } from './search/contest.ts';
import { startSearchServer } from './search/searchServer.ts';
import { searchGoals, sizeTable, type SizeFigures } from './search/searchReport.ts';
import { seededDatabase } from './search/seededDatabase.ts';

const MILLION = 1_000_000;

/** Asks synthetic catalogues of several sizes over HTTP: ours beside the naive way on the same rows. */
export const bench: Bench = {
  summary: 'Speed of the search by class of query and size of catalogue, beside ILIKE.',
  options: {
    sizes: { type: 'string', default: '10000,100000' },
    million: { type: 'boolean', default: false },
    budget: { type: 'string', default: '2' },
  },
  async run({ sizes: given, million, budget }, progress) {
    const counts = String(given).split(',').map(Number);
    if (!counts.every((count) => Number.isSafeInteger(count) && count > 0)) {
      throw new Error('--sizes takes numbers with commas between.');
    }
    const budgetMs = 1000 * Number(budget);
    if (!(budgetMs > 0)) throw new Error('--budget takes the seconds for each way and class.');
    if (million === true) counts.push(MILLION);
    const sizes: SizeFigures[] = [];
    try {
      for (const count of new Set(counts)) sizes.push(await measure(count, budgetMs, progress));
    } finally {
      await stopTestServer();
    }
    return { tables: sizes.map(sizeTable), goals: searchGoals(sizes) };
  },
};

async function measure(
  count: number,
  budgetMs: number,
  progress: (line: string) => void,
): Promise<SizeFigures> {
  await using database = await seededDatabase(count, progress);
  await using server = await startSearchServer(database.url);
  const { seededIn, durability, questions } = database;
  const classes = await contest(server.url, questions, budgetMs, (line) =>
    progress(`${count} skills, ${line}`),
  );
  return { count, seededIn, durability, classes };
}
