import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { recoverInterrupted } from '../../../extension/src/install/index.ts';
import { CHANGES, prepareChange, runChange } from './crashScenarios.ts';
import type { Change } from './crashScenarios.ts';
import { makeSandbox, readTree, writeTree } from './skillFixture.ts';
import type { Files, Sandbox } from './skillFixture.ts';

const PROGRAM = fileURLToPath(new URL('crashingChange.ts', import.meta.url));

/** What the person has on disk before each change. */
const OWN: Readonly<Record<Change, Files>> = {
  install: { 'src/main.ts': 'code' },
  swap: {},
  merge: { '.agents/skills/deploy/lib/a.txt': 'edited', '.claude/skills/deploy/own.txt': 'own' },
  quarantine: { '.agents/skills/deploy/SKILL.md': 'not ours' },
  uninstall: { '.agents/skills/deploy/own.txt': 'own' },
};

async function prepare(change: Change): Promise<Sandbox> {
  const box = await makeSandbox();
  await prepareChange(change, box.root, box.store);
  await writeTree(box.workspace, OWN[change]);
  return box;
}

/** The tree, with the names in the quarantine made the same in every run. */
async function stableTree(folder: string): Promise<Record<string, string>> {
  const entries = Object.entries(await readTree(folder));
  return Object.fromEntries(
    entries.map(([name, content]) => [name.replace(/deploy-[0-9a-f]{8}/, 'deploy'), content]),
  );
}

/** Runs the change in a process of its own that kills itself after the step. */
async function crash(
  folder: string,
  change: Change | 'recover',
  step: number,
): Promise<{ killed: boolean; steps: string[] }> {
  const child = spawn(process.execPath, [PROGRAM, folder, change, String(step)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const steps = (await text(child.stdout)).trim().split('\n');
  const [code, signal] = await exited;
  assert.ok(code === 0 || signal === 'SIGKILL', `${change} ended with ${code ?? signal}`);
  return { killed: signal === 'SIGKILL', steps };
}

describe('a process that is killed', function () {
  this.timeout(120_000);

  for (const change of CHANGES) {
    it(`at any step of ${change} leaves what recovery makes the state before or after`, async () => {
      await using sample = await prepare(change);
      const before = await stableTree(sample.workspace);
      const steps: string[] = [];
      await runChange(change, sample.root, sample.store, (step) => void steps.push(step));
      const after = await stableTree(sample.workspace);
      assert.notDeepEqual(after, before);

      await Promise.all(
        [0, 1].map(async (lane) => {
          for (let step = lane; step < steps.length; step += 2) {
            await using box = await prepare(change);
            const { killed } = await crash(box.folder, change, step);
            assert.ok(killed, `${change} ended before step ${step}`);
            await recoverInterrupted([box.root]);
            const committed = steps.indexOf('committed') <= step;
            const expected = committed ? after : before;
            assert.deepEqual(await stableTree(box.workspace), expected, `after ${steps[step]}`);
            assert.deepEqual(await recoverInterrupted([box.root]), []);
          }
        }),
      );
    });
  }

  it('does not keep the next change from working', async () => {
    await using box = await prepare('swap');
    await crash(box.folder, 'swap', 9);
    await runChange('swap', box.root, box.store, () => undefined);
    const tree = await readTree(box.workspace);
    assert.equal(tree['.agents/skills/deploy/SKILL.md'], 'second');
    assert.ok(Object.keys(tree).every((name) => !name.includes('.skill-marketplace')));
  });

  it('while it recovers leaves what the next recovery takes back', async () => {
    await using sample = await prepare('merge');
    const steps: string[] = [];
    await runChange('merge', sample.root, sample.store, (step) => void steps.push(step));
    const lastMove = steps.indexOf('committed') - 1;
    for (let step = 0, killed = true; killed; step += 1) {
      await using box = await prepare('merge');
      const before = await readTree(box.workspace);
      await crash(box.folder, 'merge', lastMove);
      ({ killed } = await crash(box.folder, 'recover', step));
      await recoverInterrupted([box.root]);
      assert.deepEqual(await readTree(box.workspace), before);
      assert.ok(killed || step > steps.filter((name) => name.startsWith('move')).length);
    }
  });

  it('leaves what the person edits before the recovery in the quarantine', async () => {
    await using box = await prepare('swap');
    await crash(box.folder, 'swap', 11);
    const edited = '.agents/skills/deploy/SKILL.md';
    assert.equal((await readTree(box.workspace))[edited], 'second');
    await writeTree(box.workspace, { [edited]: 'edited after the crash' });
    const [recovered] = await recoverInterrupted([box.root]);
    const tree = await readTree(box.workspace);
    assert.equal(tree[edited], 'first');
    assert.equal(recovered?.quarantined.length, 1);
    assert.equal(tree[`${recovered.quarantined.join()}/SKILL.md`], 'edited after the crash');
  });
});
