import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import {
  installSkill,
  listInstalled,
  openStore,
  restoreFromStore,
} from '../../../extension/src/install/index.ts';
import { ACME, makeSandbox, makeSkill, readSkills, writeTree } from './skillFixture.ts';
import type { Files, Sandbox } from './skillFixture.ts';

const HERE = '.agents/skills/deploy';
const FIRST = {
  'SKILL.md': 'first\nline\n',
  'lib/a.txt': 'a1',
  'lib/b.txt': 'b1',
  'old.txt': 'old',
};
const SECOND = {
  'SKILL.md': 'second\nline\n',
  'lib/a.txt': 'a2',
  'lib/b.txt': 'b1',
  'new.txt': 'new',
};

function install(box: Sandbox, files: Files, version: string, targets = ['.agents/skills']) {
  const { plan, bundle } = makeSkill(files, { version });
  return installSkill({ ...box, targets, plan, bundle, marketplace: ACME });
}

function below(folder: string, files: Files): Files {
  return Object.fromEntries(
    Object.entries(files).map(([name, text]) => [`${folder}/${name}`, text]),
  );
}

describe('installSkill as an update', () => {
  it('exchanges, adds and removes the files, and says which version was there', async () => {
    await using box = await makeSandbox();
    await install(box, FIRST, '1.0.0');
    const { previousVersion, kept } = await install(box, SECOND, '2.0.0');
    assert.deepEqual({ previousVersion, kept }, { previousVersion: '1.0.0', kept: [] });
    assert.deepEqual(await readSkills(box.workspace), below(HERE, SECOND));
  });

  it('keeps edited and added files as they are, says so, and shows the skill as edited', async () => {
    await using box = await makeSandbox();
    await install(box, FIRST, '1.0.0');
    await writeTree(path.join(box.workspace, HERE), {
      'lib/a.txt': 'mine',
      'old.txt': 'mine too',
      'new.txt': 'also mine',
      'notes/own.txt': 'own',
    });
    const { kept } = await install(box, SECOND, '2.0.0');
    assert.deepEqual(kept, [`${HERE}/lib/a.txt`, `${HERE}/new.txt`, `${HERE}/old.txt`]);
    assert.deepEqual(
      await readSkills(box.workspace),
      below(HERE, {
        'SKILL.md': SECOND['SKILL.md'],
        'lib/a.txt': 'mine',
        'lib/b.txt': 'b1',
        'new.txt': 'also mine',
        'notes/own.txt': 'own',
        'old.txt': 'mine too',
      }),
    );
    const [skill] = await listInstalled([box.root]);
    assert.equal(skill?.state, 'edited');
    assert.deepEqual(skill.edited, [`${HERE}/lib/a.txt`, `${HERE}/new.txt`]);
  });

  it('does not take line ends that git wrote for an edit', async () => {
    await using box = await makeSandbox();
    await install(box, FIRST, '1.0.0');
    await writeTree(path.join(box.workspace, HERE), { 'SKILL.md': 'first\r\nline\r\n' });
    assert.equal((await listInstalled([box.root]))[0]?.state, 'intact');
    assert.deepEqual((await install(box, SECOND, '2.0.0')).kept, []);
    assert.deepEqual(await readSkills(box.workspace), below(HERE, SECOND));
  });

  it('brings files back that are gone', async () => {
    await using box = await makeSandbox();
    await install(box, FIRST, '1.0.0');
    await writeTree(path.join(box.workspace, HERE), { 'own.txt': 'own' });
    await rm(path.join(box.workspace, HERE, 'lib'), { recursive: true });
    assert.equal((await listInstalled([box.root]))[0]?.state, 'missing');
    await install(box, FIRST, '1.0.0');
    assert.deepEqual(await readSkills(box.workspace), below(HERE, { ...FIRST, 'own.txt': 'own' }));
  });

  it('updates every target that the skill has, and adds the one asked for', async () => {
    await using box = await makeSandbox();
    await install(box, FIRST, '1.0.0');
    const { installedTo } = await install(box, SECOND, '2.0.0', ['.claude/skills']);
    assert.deepEqual(installedTo, [HERE, '.claude/skills/deploy']);
    assert.deepEqual(await readSkills(box.workspace), {
      ...below(HERE, SECOND),
      ...below('.claude/skills/deploy', SECOND),
    });
  });

  it('moves to the next folder name, and leaves what the person added under the earlier one', async () => {
    await using box = await makeSandbox();
    await install(box, FIRST, '1.0.0');
    await writeTree(path.join(box.workspace, HERE), { 'own.txt': 'own' });
    const next = makeSkill(SECOND, { version: '2.0.0', installName: 'ship' });
    await installSkill({ ...box, ...next, targets: ['.agents/skills'], marketplace: ACME });
    assert.deepEqual(await readSkills(box.workspace), {
      [`${HERE}/own.txt`]: 'own',
      ...below('.agents/skills/ship', SECOND),
    });
  });

  it('turns a file into a folder and a folder into a file', async () => {
    await using box = await makeSandbox();
    await install(box, { 'SKILL.md': 'x', tool: 'file', 'data/one': '1' }, '1.0.0');
    await writeTree(path.join(box.workspace, HERE), { 'own.txt': 'own' });
    const next = { 'SKILL.md': 'x', 'tool/part': 'part', data: 'file' };
    await install(box, next, '2.0.0');
    assert.deepEqual(await readSkills(box.workspace), below(HERE, { ...next, 'own.txt': 'own' }));
  });

  it('refuses an update whose file would need a folder of the person', async () => {
    await using box = await makeSandbox();
    await install(box, { 'SKILL.md': 'x' }, '1.0.0');
    await writeTree(path.join(box.workspace, HERE), { 'data/own': 'own' });
    const before = await readSkills(box.workspace);
    await assert.rejects(install(box, { 'SKILL.md': 'y', data: 'file' }, '2.0.0'), {
      reason: 'folder_taken',
    });
    assert.deepEqual(await readSkills(box.workspace), before);
  });

  it('puts everything back when a file is edited while it is being replaced', async () => {
    await using box = await makeSandbox();
    await install(box, FIRST, '1.0.0');
    const { plan, bundle } = makeSkill(SECOND, { version: '2.0.0' });
    const file = path.join(box.workspace, HERE, 'SKILL.md');
    const update = installSkill({
      ...box,
      targets: ['.agents/skills'],
      plan,
      bundle,
      marketplace: ACME,
      onStep: (step) => step === 'ready' && writeFileSync(file, 'edited just now'),
    });
    await assert.rejects(update, { reason: 'changed_meanwhile' });
    assert.deepEqual(
      await readSkills(box.workspace),
      below(HERE, { ...FIRST, 'SKILL.md': 'edited just now' }),
    );
  });

  it('writes the same lockfile when nothing changes', async () => {
    await using box = await makeSandbox();
    await install(box, FIRST, '1.0.0');
    const before = await readFile(box.root.lockfile, 'utf8');
    await install(box, FIRST, '1.0.0');
    assert.equal(await readFile(box.root.lockfile, 'utf8'), before);
  });
});

describe('restoreFromStore', () => {
  const key = 'acme:platform/deploy';

  it('puts an earlier version back without a server', async () => {
    await using box = await makeSandbox();
    await install(box, FIRST, '1.0.0');
    await install(box, SECOND, '2.0.0');
    const { previousVersion } = await restoreFromStore({ ...box, key, version: '1.0.0' });
    assert.equal(previousVersion, '2.0.0');
    assert.deepEqual(await readSkills(box.workspace), below(HERE, FIRST));
    assert.match(
      await readFile(box.root.lockfile, 'utf8'),
      /"url": "https:\/\/skills.acme.example"/,
    );
  });

  it('goes back to a version that someone else installed and committed', async () => {
    await using box = await makeSandbox();
    await install(box, FIRST, '1.0.0');
    const mine = { ...box, store: openStore(path.join(box.folder, 'my store')) };
    await writeTree(path.join(box.workspace, HERE), { 'SKILL.md': 'first\r\nline\r\n' });
    await install(mine, SECOND, '2.0.0');
    await restoreFromStore({ ...mine, key, version: '1.0.0' });
    assert.deepEqual(await readSkills(box.workspace), below(HERE, FIRST));
  });

  it('says which version is not kept', async () => {
    await using box = await makeSandbox();
    await install(box, FIRST, '1.0.0');
    await assert.rejects(restoreFromStore({ ...box, key, version: '0.9.0' }), {
      reason: 'not_stored',
    });
  });

  it('says that a skill is not installed', async () => {
    await using box = await makeSandbox();
    await assert.rejects(restoreFromStore({ ...box, key, version: '1.0.0' }), {
      reason: 'not_installed',
    });
  });

  it('does not restore from bytes that were damaged in the store', async () => {
    await using box = await makeSandbox();
    await install(box, FIRST, '1.0.0');
    await install(box, SECOND, '2.0.0');
    const hash = makeSkill(FIRST).plan.files[0]?.sha256 ?? '';
    await writeTree(box.store.folder, { [`blobs/${hash.slice(0, 2)}/${hash}`]: 'damaged' });
    await assert.rejects(restoreFromStore({ ...box, key, version: '1.0.0' }), {
      reason: 'not_stored',
    });
    assert.deepEqual(await readSkills(box.workspace), below(HERE, SECOND));
  });
});
