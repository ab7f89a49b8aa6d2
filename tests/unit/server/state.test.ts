import assert from 'node:assert/strict';
import { Availability, Decision, ScanState } from '@skill-marketplace/shared/contracts';
import * as fc from 'fast-check';
import {
  availabilityOf,
  latestOf,
  statusOf,
  type VersionState,
} from '../../../server/src/features/versions/state.ts';

const approved = (version: string, change: Partial<VersionState> = {}) => ({
  version,
  scan: 'none' as const,
  decision: 'approved' as const,
  ...change,
});
const YANKED = new Date(0);
const anyState = fc.record({
  scan: fc.constantFrom(...ScanState.options),
  decision: fc.constantFrom(...Decision.options),
  yankedAt: fc.constantFrom(null, YANKED),
});

describe('availabilityOf', () => {
  it('says what each scan and decision come to', () => {
    const table = Object.fromEntries(
      Decision.options.map((decision) => [
        decision,
        ScanState.options.map((scan) => availabilityOf({ scan, decision })),
      ]),
    );
    // In the order none, pending, clean, findings, error.
    assert.deepEqual(table, {
      undecided: ['held', 'held', 'installable', 'held', 'held'],
      approved: ['installable', 'installable', 'installable', 'installable', 'installable'],
      blocked: ['blocked', 'blocked', 'blocked', 'blocked', 'blocked'],
    });
  });

  it('makes a yanked version restoreOnly, but neither a held nor a blocked one', () => {
    fc.assert(
      fc.property(anyState, (state) => {
        const before = availabilityOf({ ...state, yankedAt: null });
        const after = availabilityOf({ ...state, yankedAt: YANKED });
        assert.equal(after, before === 'installable' ? 'restoreOnly' : before);
      }),
    );
  });

  it('knows no availability that the contract does not', () => {
    fc.assert(
      fc.property(anyState, (state) => {
        assert.ok(Availability.options.includes(availabilityOf(state)));
      }),
    );
  });
});

describe('latestOf', () => {
  it('is the highest stable version by number, not by text or age', () => {
    assert.equal(
      latestOf(['1.9.0', '1.10.0', '1.2.0'].map((version) => approved(version))),
      '1.10.0',
    );
  });

  it('passes over a prerelease while there is a stable version', () => {
    assert.equal(latestOf([approved('1.0.0'), approved('2.0.0-rc.1')]), '1.0.0');
  });

  it('is the highest prerelease when there is nothing else', () => {
    const versions = ['1.0.0-alpha', '1.0.0-rc.2', '1.0.0-rc.10'].map((version) =>
      approved(version),
    );
    assert.equal(latestOf(versions), '1.0.0-rc.10');
  });

  it('passes over what is yanked, held or blocked', () => {
    const versions = [
      approved('4.0.0', { yankedAt: YANKED }),
      approved('3.0.0', { decision: 'undecided' }),
      approved('2.0.0', { decision: 'blocked' }),
      approved('1.0.0'),
    ];
    assert.equal(latestOf(versions), '1.0.0');
    assert.equal(latestOf(versions.slice(0, 3)), null);
    assert.equal(latestOf([]), null);
  });
});

describe('statusOf', () => {
  const cases: [string, Partial<VersionState>[], string][] = [
    ['one installable version among others', [{ decision: 'blocked' }, {}], 'active'],
    ['all blocked', [{ decision: 'blocked' }, { decision: 'blocked' }], 'banned'],
    ['blocked and held', [{ decision: 'blocked' }, { decision: 'undecided' }], 'untrusted'],
    ['blocked and yanked', [{ decision: 'blocked' }, { yankedAt: YANKED }], 'untrusted'],
    ['only yanked', [{ yankedAt: YANKED }], 'untrusted'],
    ['no version', [], 'untrusted'],
  ];
  for (const [what, changes, status] of cases) {
    it(`is ${status} with ${what}`, () => {
      assert.equal(statusOf(changes.map((change) => approved('1.0.0', change))), status);
    });
  }

  it('is active exactly when there is a latest version', () => {
    fc.assert(
      fc.property(fc.array(anyState, { maxLength: 5 }), (states) => {
        const versions = states.map((state, index) => ({ ...state, version: `1.0.${index}` }));
        assert.equal(statusOf(versions) === 'active', latestOf(versions) !== null);
      }),
    );
  });
});
