import { startMarketplace } from '../support/marketplace.ts';
import { stopTestServer } from '../support/database.ts';
import { queryUrl } from '../integration/exchange.ts';
import { recordSearches } from './api/recordSearches.ts';
import { serializerTable } from './api/serializers.ts';
import { startBareServer } from './api/startBareServer.ts';
import type { Bench, BenchResult } from './bench.ts';
import { LoadClient } from './search/load.ts';
import { seededDatabase } from './search/seededDatabase.ts';
import { percentile } from './statistics.ts';

const CLIENTS = 8;
/** Searches by class of the search bench, with the least share of the bare server's requests a second. */
const GOALS = [
  { name: 'common word', ratio: 0.85 },
  { name: 'prefix', ratio: 0.65 },
] as const;

/** The whole server beside what its statements and their JSON cost at the least, in turns. */
export const bench: Bench = {
  summary: 'Requests a second of the whole server, beside bare node:http with the same statements.',
  options: {
    count: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '7' },
    seconds: { type: 'string', default: '3' },
  },
  async run({ count, rounds, seconds }, progress): Promise<BenchResult> {
    try {
      await using database = await seededDatabase(Number(count), progress);
      await using marketplace = await startMarketplace({
        env: { DATABASE_URL: database.url, RATE_LIMITS: 'off' },
      });
      const figures: Figures[] = [];
      for (const { name } of GOALS) {
        const queries = database.questions[name].flatMap(({ query }) => query ?? []);
        const recorded = await recordSearches(database.url, queries);
        await using bare = await startBareServer(
          database.url,
          recorded.map(({ statements }) => statements),
        );
        const urls = {
          marketplace: recorded.map(({ input }) =>
            queryUrl(marketplace.url, 'skills.search', input),
          ),
          bare: recorded.map((_, index) => `${bare.url}/${index}`),
        };
        const answer = recorded.find(({ answer: { items } }) => items.length === 20)?.answer;
        const statements = percentile(
          recorded.map((search) => search.statements.length),
          0.5,
        );
        progress(`asking: ${name}`);
        const measured = await inTurns(urls, Number(rounds), 1000 * Number(seconds));
        figures.push({ name, answer, statements, ...measured });
      }
      const answer = figures.find((figure) => figure.answer !== undefined)?.answer;
      return {
        tables: [
          {
            title: `Requests a second, ${CLIENTS} kept connections, ${String(count)} skills: medians of ${String(rounds)} rounds`,
            columns: ['search', 'statements', 'marketplace', 'bare', 'ratio'],
            rows: figures.map(({ name, statements, marketplace: ours, bare, ratio }) => [
              name,
              statements,
              ours,
              bare,
              ratio,
            ]),
          },
          ...(answer === undefined ? [] : [serializerTable(answer)]),
        ],
        goals: GOALS.map(({ name, ratio: least }, index) => {
          const ratio = figures[index]?.ratio ?? Number.NaN;
          return {
            what: `at least ${least} of the bare server's requests a second: ${name}`,
            reached: ratio >= least,
            measured: ratio.toFixed(2),
          };
        }),
      };
    } finally {
      await stopTestServer();
    }
  },
};

interface Ratio {
  /** Requests a second. */
  marketplace: number;
  bare: number;
  /** Median of the rounds' ratios: what else the machine does falls on both of a round. */
  ratio: number;
}

interface Figures extends Ratio {
  name: string;
  statements: number;
  answer: Parameters<typeof serializerTable>[0] | undefined;
}

/** After one round that does not count, in which code is compiled and connections are opened. */
async function inTurns(
  urls: Record<'marketplace' | 'bare', readonly string[]>,
  rounds: number,
  milliseconds: number,
): Promise<Ratio> {
  const client = new LoadClient();
  try {
    const perSecond = async (of: readonly string[]) => {
      const { times, seconds } = await client.run(of, CLIENTS, milliseconds);
      return times.length / seconds;
    };
    const measured: { marketplace: number; bare: number }[] = [];
    for (let round = 0; round <= rounds; round += 1) {
      const marketplace = await perSecond(urls.marketplace);
      measured.push({ marketplace, bare: await perSecond(urls.bare) });
    }
    const counted = measured.slice(1);
    return {
      marketplace: percentile(
        counted.map(({ marketplace }) => marketplace),
        0.5,
      ),
      bare: percentile(
        counted.map(({ bare }) => bare),
        0.5,
      ),
      ratio: percentile(
        counted.map(({ marketplace, bare }) => marketplace / bare),
        0.5,
      ),
    };
  } finally {
    client.close();
  }
}
