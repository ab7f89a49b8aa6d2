import assert from 'node:assert/strict';
import type { ClassFigures, WayFigures } from '../../bench/search/contest.ts';
import { figuresOf } from '../../bench/search/load.ts';
import { searchGoals, type SizeFigures } from '../../bench/search/searchReport.ts';

describe('goals of the search bench', () => {
  it('ask 30 times the naive QPS for common words, and 100 times elsewhere', () => {
    const goals = searchGoals([
      size(100_000, [
        classOf('common word', { perSecond: 300 }, { perSecond: 10 }),
        classOf('rare word', { perSecond: 999 }, { perSecond: 10 }),
      ]),
    ]);
    assert.deepEqual(
      goals.slice(0, 2).map(({ reached, measured }) => ({ reached, measured })),
      [
        { reached: true, measured: '30 times' },
        { reached: false, measured: '99.9 times' },
      ],
    );
  });

  it('ask nothing of a class that the naive way finds nothing in', () => {
    const typo = classOf('typo', { perSecond: 1 }, { perSecond: 10, total: 0 });
    assert.equal(searchGoals([size(100_000, [typo])]).filter(isMissed).length, 0);
  });

  it('take the slowest class with one client for the p95', () => {
    const classes = [
      classOf('prefix', { p95: 3 }, { perSecond: 0.1 }),
      classOf('typo', { p95: 21 }, { perSecond: 0.1 }),
    ];
    assert.deepEqual(
      searchGoals([size(100_000, classes)])
        .filter(isMissed)
        .map(measuredOf),
      ['at most 21 ms (typo)'],
    );
  });

  it('compare the medians of 10,000 and a million, class by class, and only where both were measured', () => {
    const small = size(10_000, [
      classOf('prefix', { p50: 1 }, {}),
      classOf('typo', { p50: 4 }, {}),
    ]);
    const large = size(1_000_000, [
      classOf('prefix', { p50: 6 }, {}),
      classOf('typo', { p50: 8 }, {}),
    ]);
    assert.deepEqual(searchGoals([small, large]).filter(isMissed).map(measuredOf), [
      'at most 6 times (prefix)',
    ]);
    assert.deepEqual(searchGoals([large]).filter(isMissed), []);
  });

  it('miss where ours leaves unanswered what the naive way answers, or where nothing is durable', () => {
    const unanswered = { ...classOf('prefix', {}, {}), unanswered: ['{"query":"ja"}'] };
    const volatile = { ...size(10_000, [unanswered]), durability: durabilityOf('off') };
    assert.deepEqual(searchGoals([volatile]).filter(isMissed).map(measuredOf), [
      '1 not: {"query":"ja"} at 10000',
      'fsync off, synchronous_commit on',
    ]);
  });
});

describe('figures of loads', () => {
  it('join what was measured at different moments', () => {
    const loads = [
      { times: [1, 2, 3], seconds: 1 },
      { times: [4], seconds: 1 },
    ];
    assert.deepEqual(figuresOf(loads), { requests: 4, p50: 2, p95: 4, perSecond: 2 });
  });
});

interface Measured {
  p50?: number;
  p95?: number;
  perSecond?: number;
  total?: number;
}

function size(count: number, classes: ClassFigures[]): SizeFigures {
  return { count, seededIn: 1, durability: durabilityOf('on'), classes };
}

function durabilityOf(fsync: string): SizeFigures['durability'] {
  return { fsync, synchronousCommit: 'on' };
}

function classOf(name: ClassFigures['name'], ours: Measured, naive: Measured): ClassFigures {
  return { name, ours: wayOf(ours), naive: wayOf(naive), unanswered: [] };
}

function wayOf({ total = 10, p50 = 1, p95 = 1, perSecond = 100 }: Measured): WayFigures {
  const load = { requests: 1, p50, p95, perSecond };
  return { total, isEstimate: false, alone: load, crowd: load };
}

function isMissed({ reached }: { reached: boolean }): boolean {
  return !reached;
}

function measuredOf({ measured }: { measured: string }): string {
  return measured;
}
