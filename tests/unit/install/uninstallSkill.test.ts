import assert from 'node:assert/strict';
import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import {
  installSkill,
  listInstalled,
  uninstallSkill,
} from '../../../extension/src/install/index.ts';
import { ACME, makeSandbox, makeSkill, readSkills, readTree, writeTree } from './skillFixture.ts';

const FILES = { 'SKILL.md': 'skill', 'lib/deep/a.txt': 'a', 'lib/b.txt': 'b' };
const KEY = 'acme:platform/deploy';
const HERE = '.agents/skills/deploy';

describe('uninstallSkill', () => {
  it('removes every file, the folders that become empty and the entry', async () => {
    await using box = await makeSandbox();
    await writeTree(box.workspace, { 'src/main.ts': 'code' });
    const targets = ['.agents/skills', '.claude/skills'];
    await installSkill({ ...box, ...makeSkill(FILES), targets, marketplace: ACME });
    const { removed, kept } = await uninstallSkill({ root: box.root, key: KEY });
    assert.equal(removed.length, 6);
    assert.deepEqual(kept, []);
    assert.deepEqual(await readSkills(box.workspace), { 'src/main.ts': 'code' });
    assert.deepEqual(await listInstalled([box.root]), []);
    assert.deepEqual(JSON.parse(await readFile(box.root.lockfile, 'utf8')), {
      lockfileVersion: 1,
      marketplaces: {},
      skills: {},
    });
  });

  it('keeps edited and unknown files, and names them', async () => {
    await using box = await makeSandbox();
    await installSkill({
      ...box,
      ...makeSkill(FILES),
      targets: ['.agents/skills'],
      marketplace: ACME,
    });
    await writeTree(path.join(box.workspace, HERE), { 'SKILL.md': 'mine', 'lib/own.txt': 'own' });
    const outcome = await uninstallSkill({ root: box.root, key: KEY });
    assert.deepEqual(outcome, {
      removed: [`${HERE}/lib/b.txt`, `${HERE}/lib/deep/a.txt`],
      kept: [`${HERE}/SKILL.md`, `${HERE}/lib/own.txt`],
    });
    assert.deepEqual(await readSkills(box.workspace), {
      [`${HERE}/SKILL.md`]: 'mine',
      [`${HERE}/lib/own.txt`]: 'own',
    });
  });

  it('leaves the neighbours and their marketplace alone', async () => {
    await using box = await makeSandbox();
    const shared = { ...box, targets: ['.agents/skills'], marketplace: ACME };
    await installSkill({ ...shared, ...makeSkill({ 'SKILL.md': 'one' }) });
    const other = makeSkill(
      { 'SKILL.md': 'two' },
      { reference: 'platform/ship', installName: 'ship' },
    );
    await installSkill({ ...shared, ...other });
    await writeTree(box.workspace, { '.agents/skills/own/SKILL.md': 'own' });
    await uninstallSkill({ root: box.root, key: KEY });
    assert.deepEqual(await readSkills(box.workspace), {
      '.agents/skills/own/SKILL.md': 'own',
      '.agents/skills/ship/SKILL.md': 'two',
    });
    assert.deepEqual(
      (await listInstalled([box.root])).map(({ key, state }) => [key, state]),
      [['acme:platform/ship', 'intact']],
    );
  });

  it('drops the entry of a skill whose folder is gone', async () => {
    await using box = await makeSandbox();
    await installSkill({
      ...box,
      ...makeSkill(FILES),
      targets: ['.agents/skills'],
      marketplace: ACME,
    });
    const lockfile = await readFile(box.root.lockfile, 'utf8');
    await uninstallSkill({ root: box.root, key: KEY });
    await writeFile(box.root.lockfile, lockfile);
    assert.deepEqual(await uninstallSkill({ root: box.root, key: KEY }), { removed: [], kept: [] });
  });

  it('says that a skill is not installed', async () => {
    await using box = await makeSandbox();
    await assert.rejects(uninstallSkill({ root: box.root, key: KEY }), { reason: 'not_installed' });
    assert.deepEqual(await readTree(box.workspace), {});
  });
});

describe('symbolic links', () => {
  before(function () {
    // Windows gives links only to developers and admins.
    if (process.platform === 'win32') this.skip();
  });

  it('never lead an install out of the workspace', async () => {
    await using box = await makeSandbox();
    await mkdir(path.join(box.folder, 'outside'));
    for (const [link, target] of [
      ['.agents', '.agents/skills'],
      ['.claude/skills', '.claude/skills'],
    ] as const) {
      await mkdir(path.dirname(path.join(box.workspace, link)), { recursive: true });
      await symlink(path.join(box.folder, 'outside'), path.join(box.workspace, link));
      const install = installSkill({
        ...box,
        ...makeSkill(FILES),
        targets: [target],
        marketplace: ACME,
      });
      await assert.rejects(install, { reason: 'unsafe_link' });
    }
    assert.deepEqual(await readTree(path.join(box.folder, 'outside')), {});
  });

  it('are refused where they lead nowhere, and for the skill folder itself', async () => {
    await using box = await makeSandbox();
    await mkdir(path.join(box.workspace, '.agents/skills'), { recursive: true });
    await mkdir(path.join(box.workspace, 'mine'));
    await symlink('../../mine', path.join(box.workspace, HERE));
    await symlink('nowhere', path.join(box.workspace, '.claude'));
    for (const target of ['.agents/skills', '.claude/skills']) {
      const install = installSkill({
        ...box,
        ...makeSkill(FILES),
        targets: [target],
        marketplace: ACME,
      });
      await assert.rejects(install, { reason: 'unsafe_link' });
    }
  });

  it('within the workspace make two targets one folder, written once', async () => {
    await using box = await makeSandbox();
    await mkdir(path.join(box.workspace, '.agents/skills'), { recursive: true });
    await mkdir(path.join(box.workspace, '.claude'));
    await symlink('../.agents/skills', path.join(box.workspace, '.claude/skills'));
    const targets = ['.agents/skills', '.claude/skills'];
    const skill = makeSkill({ 'SKILL.md': 'one' });
    const { installedTo } = await installSkill({ ...box, ...skill, targets, marketplace: ACME });
    assert.deepEqual(installedTo, [HERE]);
    const { removed } = await uninstallSkill({ root: box.root, key: KEY });
    assert.deepEqual(removed, [`${HERE}/SKILL.md`]);
  });

  it('do not hide that another skill holds the folder', async () => {
    await using box = await makeSandbox();
    await mkdir(path.join(box.workspace, '.agents/skills'), { recursive: true });
    await mkdir(path.join(box.workspace, '.claude'));
    await symlink('../.agents/skills', path.join(box.workspace, '.claude/skills'));
    const held = makeSkill({ 'SKILL.md': 'one' }, { reference: 'other/deploy' });
    await installSkill({ ...box, ...held, targets: ['.agents/skills'], marketplace: ACME });
    const request = { ...box, ...makeSkill({ 'SKILL.md': 'two' }), marketplace: ACME };
    const install = installSkill({ ...request, targets: ['.claude/skills'] });
    await assert.rejects(install, { reason: 'name_taken' });
    await installSkill({ ...request, targets: ['.claude/skills'], mode: { replace: true } });
    assert.deepEqual(
      (await listInstalled([box.root])).map(({ key, state }) => [key, state]),
      [[KEY, 'intact']],
    );
  });

  it('in place of an installed file or folder stop an uninstall', async () => {
    await using box = await makeSandbox();
    await installSkill({
      ...box,
      ...makeSkill(FILES),
      targets: ['.agents/skills'],
      marketplace: ACME,
    });
    const outside = path.join(box.folder, 'outside');
    await writeTree(outside, { 'b.txt': 'b', 'deep/a.txt': 'a' });
    await rm(path.join(box.workspace, HERE, 'lib'), { recursive: true });
    await symlink(outside, path.join(box.workspace, HERE, 'lib'));
    await assert.rejects(uninstallSkill({ root: box.root, key: KEY }), { reason: 'unsafe_link' });
    assert.deepEqual(await readTree(outside), { 'b.txt': 'b', 'deep/a.txt': 'a' });
  });

  it('of the person beside the skill are neither followed nor removed', async () => {
    await using box = await makeSandbox();
    await installSkill({
      ...box,
      ...makeSkill({ 'SKILL.md': 'x' }),
      targets: ['.agents/skills'],
      marketplace: ACME,
    });
    await writeTree(box.folder, { 'outside/file': 'theirs' });
    await symlink(path.join(box.folder, 'outside'), path.join(box.workspace, HERE, 'link'));
    const { kept } = await uninstallSkill({ root: box.root, key: KEY });
    assert.deepEqual(kept, [`${HERE}/link`]);
    assert.deepEqual(await readTree(path.join(box.folder, 'outside')), { file: 'theirs' });
  });
});
