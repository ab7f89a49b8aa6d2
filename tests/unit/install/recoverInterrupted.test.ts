import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { recoverInterrupted } from '../../../extension/src/install/index.ts';
import { makeSandbox, readTree, writeTree } from './skillFixture.ts';

describe('recoverInterrupted', () => {
  it('does nothing, and makes nothing, where nothing was interrupted', async () => {
    await using box = await makeSandbox();
    assert.deepEqual(await recoverInterrupted([box.root]), []);
    assert.deepEqual(await readTree(box.workspace), {});
  });

  it('drops the folder of a transaction that never wrote its journal', async () => {
    await using box = await makeSandbox();
    await writeTree(box.workspace, { [`.skill-marketplace/tx-${randomUUID()}/.gitignore`]: '*\n' });
    await recoverInterrupted([box.root]);
    assert.deepEqual(await readTree(box.workspace), {});
  });

  const name = `tx-${randomUUID()}`;
  const ours = `.skill-marketplace/${name}`;
  const base = {
    journalVersion: 1,
    phase: 'moving',
    staging: [ours],
    made: [],
    moves: [],
    prune: [],
  };
  const hostile: [string, object][] = [
    [
      'was cloned with the repository',
      { ...base, folderMark: '1', moves: [{ kind: 'in', from: `${ours}/new-1`, to: '.env' }] },
    ],
    [
      'leads out of the root',
      { ...base, moves: [{ kind: 'in', from: `${ours}/new-1`, to: '../outside' }] },
    ],
    ['removes what is not its own', { ...base, staging: ['src'] }],
    ['removes above the root', { ...base, staging: [`../.skill-marketplace/${name}`] }],
    [
      'moves between two places of the person',
      { ...base, moves: [{ kind: 'in', from: 'src/a', to: 'src/b' }] },
    ],
    ['says nothing that can be read', {}],
  ];
  for (const [what, journal] of hostile) {
    it(`does not follow a journal that ${what}`, async () => {
      await using box = await makeSandbox();
      await writeTree(box.folder, { outside: 'theirs' });
      await writeTree(box.workspace, {
        '.env': 'secret',
        'src/b': 'b',
        [`${ours}/lockfile.json`]: '{}',
      });
      const folderMark = String((await stat(path.join(box.workspace, ours))).ino);
      const text = JSON.stringify({ folderMark, ...journal });
      await writeTree(box.workspace, { [`${ours}/journal.json`]: text });
      const before = await readTree(box.folder);
      assert.deepEqual(await recoverInterrupted([box.root]), []);
      const { 'workspace/.skill-marketplace/.gitignore': _ignore, ...after } = await readTree(
        box.folder,
      );
      assert.deepEqual(after, before);
    });
  }
});
