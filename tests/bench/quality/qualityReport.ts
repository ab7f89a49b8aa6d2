import type { BenchGoal, BenchTable } from '../bench.ts';
import { bootstrapInterval, mean, type Interval } from '../statistics.ts';
import type { JudgedQuery } from './judgedQueries.ts';
import { scoresOf, type Scores } from './scores.ts';

/** What every way answered to a query, by the name of the way. */
export interface Answered {
  judged: JudgedQuery;
  found: Readonly<Record<string, readonly string[]>>;
}

/** How many of the mistakes of MiniSearch may be left. */
const ERROR_SHARE = 0.7;
const FOUND_TYPOS = 0.95;

/** Every way in nDCG@10, success@1 and success@5, overall and by kind of query, and ours against MiniSearch. */
export function qualityTables(
  answered: readonly Answered[],
  names: readonly string[],
): BenchTable[] {
  const groups = groupsOf(answered);
  return [
    {
      title: 'How well each way answers: mean [95 % interval]',
      columns: ['queries', 'number', 'way', 'nDCG@10', 'success@1', 'success@5', 'among 10'],
      rows: groups.flatMap(([kind, members]) =>
        names.map((name) => [
          kind,
          members.length,
          name,
          ...(['ndcg10', 'success1', 'success5', 'success10'] as const).map((measure) =>
            withInterval(valuesOf(members, name, measure)),
          ),
        ]),
      ),
    },
    {
      title: 'Ours against MiniSearch in nDCG@10, query by query',
      columns: ['queries', 'difference [95 % interval]', '(1 − ours) / (1 − MiniSearch)'],
      rows: groups.map(([kind, members]) => [
        kind,
        withInterval(differences(members)),
        errorShare(members),
      ]),
    },
  ];
}

/** The queries that ours answers worst, with what it found. */
export function missesTable(answered: readonly Answered[], count: number): BenchTable {
  const scored = answered.map(({ judged, found }) => {
    const ours = found['ours'] ?? [];
    return { judged, ours, score: scoresOf(ours, judged.relevant).ndcg10 };
  });
  return {
    title: `The ${count} worst answers of ours`,
    columns: ['query', 'kind', 'nDCG@10', 'relevant (place)', 'found'],
    rows: scored
      .toSorted((left, right) => left.score - right.score)
      .slice(0, count)
      .map(({ judged, ours, score }) => [
        judged.query,
        judged.kind ?? '',
        score,
        judged.relevant.map((one) => `${one} (${placeOf(one, ours)})`).join(', '),
        ours.slice(0, 5).join(', '),
      ]),
  };
}

/** What the issue of search asks of the answers; kinds that the query file lacks have no goal. */
export function qualityGoals(answered: readonly Answered[]): BenchGoal[] {
  const share = errorShare(answered);
  return [
    {
      what: `(1 − ours) is at most ${ERROR_SHARE} of (1 − MiniSearch) in nDCG@10`,
      reached: share <= ERROR_SHARE,
      measured: share.toFixed(3),
    },
    ...kindGoal(answered, 'name', 'success1', 1, 'an exact name comes first'),
    ...kindGoal(answered, 'typo', 'success10', FOUND_TYPOS, 'typos are found among ten'),
  ];
}

function kindGoal(
  answered: readonly Answered[],
  kind: string,
  measure: keyof Scores,
  least: number,
  what: string,
): BenchGoal[] {
  const members = answered.filter(({ judged }) => judged.kind === kind);
  if (members.length === 0) return [];
  const value = mean(valuesOf(members, 'ours', measure));
  return [
    {
      what: `${what}: at least ${100 * least} %`,
      reached: value >= least,
      measured: `${(100 * value).toFixed(1)} % of ${members.length}`,
    },
  ];
}

function groupsOf(answered: readonly Answered[]): [string, Answered[]][] {
  const kinds = [...new Set(answered.flatMap(({ judged }) => judged.kind ?? []))];
  return [
    ['all', [...answered]],
    ...kinds.map((kind): [string, Answered[]] => [
      kind,
      answered.filter(({ judged }) => judged.kind === kind),
    ]),
  ];
}

function valuesOf(members: readonly Answered[], name: string, measure: keyof Scores): number[] {
  return members.map(({ judged, found }) => scoresOf(found[name] ?? [], judged.relevant)[measure]);
}

function differences(members: readonly Answered[]): number[] {
  const others = valuesOf(members, 'MiniSearch', 'ndcg10');
  return valuesOf(members, 'ours', 'ndcg10').map((value, index) => value - (others[index] ?? 0));
}

function errorShare(members: readonly Answered[]): number {
  const error = (name: string) => 1 - mean(valuesOf(members, name, 'ndcg10'));
  // Where MiniSearch makes no mistake, any of ours is too many, and none is as good.
  return error('MiniSearch') === 0 && error('ours') === 0 ? 0 : error('ours') / error('MiniSearch');
}

function withInterval(values: readonly number[]): string {
  const { low, high }: Interval = bootstrapInterval(values);
  return `${mean(values).toFixed(3)} [${low.toFixed(3)}, ${high.toFixed(3)}]`;
}

function placeOf(reference: string, found: readonly string[]): string {
  const index = found.indexOf(reference);
  return index === -1 ? '–' : String(index + 1);
}
