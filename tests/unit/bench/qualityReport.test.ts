import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readQueries } from '../../bench/quality/judgedQueries.ts';
import {
  missesTable,
  qualityGoals,
  qualityTables,
  type Answered,
} from '../../bench/quality/qualityReport.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

describe('the report on quality', () => {
  it('asks for at most 0.7 of the errors of MiniSearch, first places for names, and 95 % of typos', () => {
    const answered = [
      asked('name', { ours: ['a'], MiniSearch: ['x'] }),
      asked('typo', { ours: ['x', 'y', 'a'], MiniSearch: [] }),
      asked('typo', { ours: [], MiniSearch: [] }),
    ];
    assert.deepEqual(
      qualityGoals(answered).map(({ reached, measured }) => ({ reached, measured })),
      [
        { reached: true, measured: '0.500' },
        { reached: true, measured: '100.0 % of 1' },
        { reached: false, measured: '50.0 % of 2' },
      ],
    );
  });

  it('has no goal for kinds that are not asked', () => {
    const answered = [asked(undefined, { ours: ['a'], MiniSearch: ['a'] })];
    assert.deepEqual(
      qualityGoals(answered).map(({ reached }) => reached),
      [true],
    );
  });

  it('shows every way overall and by kind, with intervals', () => {
    const answered = [asked('name', { ours: ['a'], MiniSearch: ['x', 'a'] })];
    const [ways] = qualityTables(answered, ['ours', 'MiniSearch']);
    const one = '1.000 [1.000, 1.000]';
    const none = '0.000 [0.000, 0.000]';
    const second = '0.631 [0.631, 0.631]';
    assert.deepEqual(ways?.rows, [
      ['all', 1, 'ours', one, one, one, one],
      ['all', 1, 'MiniSearch', second, none, one, one],
      ['name', 1, 'ours', one, one, one, one],
      ['name', 1, 'MiniSearch', second, none, one, one],
    ]);
  });

  it('lists the worst answers first, with the place of what is relevant', () => {
    const answered = [
      asked('name', { ours: ['a'] }),
      asked('typo', { ours: ['x', 'a'] }),
      asked('multi', { ours: ['x'] }),
    ];
    assert.deepEqual(
      missesTable(answered, 2).rows.map(([query, kind, , relevant, found]) => [
        query,
        kind,
        relevant,
        found,
      ]),
      [
        ['find a', 'multi', 'a (–)', 'x'],
        ['find a', 'typo', 'a (2)', 'x, a'],
      ],
    );
  });
});

describe('a file of judged queries', () => {
  it('is read line by line; the kind may be left out', async () => {
    await using folder = await temporaryFolder('queries');
    const file = join(folder.path, 'queries.jsonl');
    await writeFile(
      file,
      '{"query":"a","relevant":["p/a"]}\n\n{"query":"b","kind":"k","relevant":["p/b"]}\n',
    );
    assert.deepEqual(await readQueries(file), [
      { query: 'a', relevant: ['p/a'] },
      { query: 'b', kind: 'k', relevant: ['p/b'] },
    ]);
  });

  it('says which line is none', async () => {
    await using folder = await temporaryFolder('queries');
    const file = join(folder.path, 'queries.jsonl');
    await writeFile(file, '{"query":"a","relevant":["p/a"]}\n{"query":"b","relevant":[]}\n');
    await assert.rejects(readQueries(file), /queries\.jsonl:2 is no/);
  });
});

function asked(kind: string | undefined, found: Answered['found']): Answered {
  return { judged: { query: 'find a', relevant: ['a'], kind }, found };
}
