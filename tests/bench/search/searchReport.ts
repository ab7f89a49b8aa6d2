import type { BenchGoal, BenchTable } from '../bench.ts';
import { CROWD, type ClassFigures, type WayFigures } from './contest.ts';
import type { SearchClass } from './questionChooser.ts';

/** What was measured at one size of the catalogue. */
export interface SizeFigures {
  count: number;
  /** Seconds; 0 when it was kept from an earlier run. */
  seededIn: number;
  durability: { fsync: string; synchronousCommit: string };
  classes: readonly ClassFigures[];
}

/** The size that the goals speak of, and those between which the time may grow so much. */
const GOAL_SIZE = 100_000;
const SMALL_SIZE = 10_000;
const MOST_GROWTH = 5;
const MOST_P95_MS = 20;
const LEAST_RATIO = 100;
/** Here the naive way has rows enough from anywhere in the table. */
const LEAST_RATIOS: Partial<Record<SearchClass, number>> = {
  'common word': 30,
  'very common word': 30,
};

/** The classes of one size, ours beside the naive way. */
export function sizeTable({ count, seededIn, classes }: SizeFigures): BenchTable {
  const made = seededIn === 0 ? 'kept from an earlier run' : `made in ${seededIn.toFixed(0)} s`;
  return {
    title: `${count} skills (${made}): ours / naive`,
    columns: [
      'class',
      'rows',
      '1 client: p50 ms',
      'p95 ms',
      'QPS',
      'ratio',
      `${CROWD} clients: p50 ms`,
      'p95 ms',
      'QPS',
      'ratio',
    ],
    rows: classes.map(({ name, ours, naive }) => [
      name,
      `${totalOf(ours)} / ${totalOf(naive)}`,
      ...loadCells(ours.alone, naive.alone),
      ...loadCells(ours.crowd, naive.crowd),
    ]),
  };
}

function loadCells(ours: WayFigures['alone'], naive: WayFigures['alone']): (string | number)[] {
  const both = (measure: 'p50' | 'p95' | 'perSecond') =>
    `${short(ours[measure])} / ${short(naive[measure])}`;
  return [both('p50'), both('p95'), both('perSecond'), ours.perSecond / naive.perSecond];
}

function totalOf({ total, isEstimate }: WayFigures): string {
  return `${isEstimate ? '~' : ''}${total}`;
}

function short(value: number): string {
  return value >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3)));
}

/** What the issue of search asks; goals of sizes that were not measured are left out. */
export function searchGoals(sizes: readonly SizeFigures[]): BenchGoal[] {
  const bySize = new Map(sizes.map((size) => [size.count, size.classes]));
  const at100k = bySize.get(GOAL_SIZE) ?? [];
  return [
    ...at100k.flatMap(ratioGoal),
    ...p95Goal(at100k),
    ...growthGoal(bySize.get(SMALL_SIZE), bySize.get(1_000_000)),
    answeredGoal(sizes),
    durabilityGoal(sizes),
  ];
}

/** A class that the naive way finds nothing in is none that it can answer. */
function ratioGoal({ name, ours, naive }: ClassFigures): BenchGoal[] {
  if (naive.total === 0) return [];
  const least = LEAST_RATIOS[name] ?? LEAST_RATIO;
  const ratio = ours.crowd.perSecond / naive.crowd.perSecond;
  return [
    {
      what: `${name}: at least ${least} times the naive QPS with ${CROWD} clients at ${GOAL_SIZE}`,
      reached: ratio >= least,
      measured: `${short(ratio)} times`,
    },
  ];
}

function p95Goal(classes: readonly ClassFigures[]): BenchGoal[] {
  const [slowest] = classes.toSorted((left, right) => right.ours.alone.p95 - left.ours.alone.p95);
  if (slowest === undefined) return [];
  return [
    {
      what: `p95 with one client is at most ${MOST_P95_MS} ms in every class at ${GOAL_SIZE}`,
      reached: slowest.ours.alone.p95 <= MOST_P95_MS,
      measured: `at most ${short(slowest.ours.alone.p95)} ms (${slowest.name})`,
    },
  ];
}

function growthGoal(
  small: readonly ClassFigures[] | undefined,
  large: readonly ClassFigures[] | undefined,
): BenchGoal[] {
  if (small === undefined || large === undefined) return [];
  const growths = large.map(({ name, ours }) => {
    const before = small.find((one) => one.name === name)?.ours.alone.p50 ?? Number.NaN;
    return { name, growth: ours.alone.p50 / before };
  });
  const [steepest] = growths.sort((left, right) => right.growth - left.growth);
  return [
    {
      what: `p50 at 1,000,000 is at most ${MOST_GROWTH} times that at ${SMALL_SIZE} in every class`,
      reached: steepest !== undefined && steepest.growth <= MOST_GROWTH,
      measured:
        steepest === undefined
          ? 'nothing'
          : `at most ${short(steepest.growth)} times (${steepest.name})`,
    },
  ];
}

/** Being fast with nothing in hand is no achievement. */
function answeredGoal(sizes: readonly SizeFigures[]): BenchGoal {
  const unanswered = sizes.flatMap(({ count, classes }) =>
    classes.flatMap((one) => one.unanswered.map((question) => `${question} at ${count}`)),
  );
  return {
    what: 'what the naive way finds something for, ours does too',
    reached: unanswered.length === 0,
    measured:
      unanswered.length === 0
        ? 'all'
        : `${unanswered.length} not: ${unanswered.slice(0, 5).join(', ')}`,
  };
}

function durabilityGoal(sizes: readonly SizeFigures[]): BenchGoal {
  const settings = new Set(
    sizes.map(
      ({ durability }) =>
        `fsync ${durability.fsync}, synchronous_commit ${durability.synchronousCommit}`,
    ),
  );
  return {
    what: 'what is written is durable',
    reached: settings.size === 1 && settings.has('fsync on, synchronous_commit on'),
    measured: [...settings].join('; '),
  };
}
