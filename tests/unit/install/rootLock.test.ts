import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { installSkill, listInstalled } from '../../../extension/src/install/index.ts';
import { withRootLock } from '../../../extension/src/install/transaction/rootLock.ts';
import { ACME, makeSandbox, makeSkill, readTree, writeTree } from './skillFixture.ts';

describe('the lock of a root', () => {
  it('lets one change at a time through, whoever asks', async () => {
    await using box = await makeSandbox();
    let inside = 0;
    const change = async () => {
      inside += 1;
      assert.equal(inside, 1);
      await readFile(import.meta.filename);
      inside -= 1;
    };
    await Promise.all(Array.from({ length: 12 }, () => withRootLock(box.root, undefined, change)));
    assert.deepEqual(await readTree(box.workspace), {});
  });

  it('makes installs of different skills at once both arrive in the lockfile', async () => {
    await using box = await makeSandbox();
    const names = ['one', 'two', 'three', 'four'];
    await Promise.all(
      names.map((name) => {
        const skill = makeSkill(
          { 'SKILL.md': name },
          { reference: `p/${name}`, installName: name },
        );
        return installSkill({ ...box, ...skill, targets: ['.agents/skills'], marketplace: ACME });
      }),
    );
    const keys = (await listInstalled([box.root])).map(({ key, state }) => `${key} ${state}`);
    assert.deepEqual(keys, names.map((name) => `acme:p/${name} intact`).sort());
  });

  it('is taken over, once, from a process that is gone', async () => {
    await using box = await makeSandbox();
    // No process has this number: it is above the highest that Linux, macOS and Windows give.
    await writeTree(box.workspace, { '.skill-marketplace/lock': `2147483646 ${hostname()} x` });
    let inside = 0;
    const change = async () => {
      inside += 1;
      assert.equal(inside, 1);
      await readFile(import.meta.filename);
      inside -= 1;
    };
    await Promise.all(Array.from({ length: 6 }, () => withRootLock(box.root, undefined, change)));
    assert.deepEqual(await readTree(box.workspace), {});
  });

  it('is waited for no longer than the caller wants', async () => {
    await using box = await makeSandbox();
    const skill = makeSkill({ 'SKILL.md': 'x' });
    const request = { ...box, ...skill, targets: ['.agents/skills'], marketplace: ACME };
    await withRootLock(box.root, undefined, async () => {
      const held = await readFile(path.join(box.root.stateFolder, 'lock'), 'utf8');
      const install = installSkill({ ...request, signal: AbortSignal.timeout(80) });
      await assert.rejects(install, { reason: 'cancelled' });
      assert.equal(await readFile(path.join(box.root.stateFolder, 'lock'), 'utf8'), held);
    });
  });
});
