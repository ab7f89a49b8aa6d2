import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { installSkill, userRoot } from '../../../extension/src/install/index.ts';
import type { InstallProgress } from '../../../extension/src/install/index.ts';
import { ACME, makeSandbox, makeSkill, readSkills, readTree, writeTree } from './skillFixture.ts';

const AGENTS = ['.agents/skills'];
const FILES = { 'SKILL.md': '# Deploy\n', 'scripts/run.sh': '#!/bin/sh\necho 1\n' };

describe('installSkill', () => {
  it('writes the files, the executable bit and the lockfile, and leaves nothing else', async () => {
    await using box = await makeSandbox();
    const { plan, bundle } = makeSkill(FILES);
    const { root, store } = box;
    const outcome = await installSkill({
      root,
      targets: AGENTS,
      plan,
      marketplace: ACME,
      bundle,
      store,
    });
    assert.deepEqual(outcome, {
      key: 'acme:platform/deploy',
      installedTo: ['.agents/skills/deploy'],
      adopted: [],
      kept: [],
      quarantined: [],
    });
    const hashes = Object.fromEntries(plan.files.map((file) => [file.path, file.sha256]));
    const lockfile = {
      lockfileVersion: 1,
      marketplaces: { acme: { id: ACME.instanceId, url: ACME.url } },
      skills: {
        'acme:platform/deploy': {
          version: '1.0.0',
          digest: plan.digest,
          installName: 'deploy',
          targets: AGENTS,
          pin: false,
          files: hashes,
        },
      },
    };
    assert.deepEqual(await readTree(box.workspace), {
      '.agents/skills/deploy/SKILL.md': '# Deploy\n',
      '.agents/skills/deploy/scripts/run.sh': `${process.platform === 'win32' ? '' : '*'}#!/bin/sh\necho 1\n`,
      'skill-marketplace.lock.json': `${JSON.stringify(lockfile, undefined, 2)}\n`,
    });
  });

  it('writes several targets as one', async () => {
    await using box = await makeSandbox();
    const { plan, bundle } = makeSkill({ 'SKILL.md': 'one' });
    const targets = ['.claude/skills', '.agents/skills'];
    await installSkill({ ...box, targets, plan, marketplace: ACME, bundle });
    assert.deepEqual(await readSkills(box.workspace), {
      '.agents/skills/deploy/SKILL.md': 'one',
      '.claude/skills/deploy/SKILL.md': 'one',
    });
  });

  it('keeps the lockfile and the journals of the user scope out of the home folder', async () => {
    await using box = await makeSandbox();
    const { plan, bundle } = makeSkill({ 'SKILL.md': 'one' });
    const root = userRoot({ home: box.workspace, stateDirectory: path.join(box.folder, 'state') });
    await installSkill({
      ...box,
      root,
      targets: ['.claude/skills'],
      plan,
      marketplace: ACME,
      bundle,
    });
    assert.deepEqual(await readTree(box.workspace), { '.claude/skills/deploy/SKILL.md': 'one' });
    const state = await readTree(path.join(box.folder, 'state'));
    assert.deepEqual(Object.keys(state), ['user/.gitignore', 'user/skill-marketplace.lock.json']);
  });

  it('adopts a folder that holds the same bytes, and says so', async () => {
    await using box = await makeSandbox();
    const { plan, bundle } = makeSkill(FILES);
    await writeTree(path.join(box.workspace, '.agents/skills/deploy'), FILES);
    const outcome = await installSkill({
      ...box,
      targets: AGENTS,
      plan,
      marketplace: ACME,
      bundle,
    });
    assert.deepEqual(outcome.adopted, ['.agents/skills/deploy']);
  });

  it('does not touch a folder that it did not write, in any target', async () => {
    await using box = await makeSandbox();
    const { plan, bundle } = makeSkill(FILES);
    await writeTree(box.workspace, { '.claude/skills/deploy/SKILL.md': 'mine' });
    const before = await readTree(box.workspace);
    const targets = ['.agents/skills', '.claude/skills'];
    await assert.rejects(installSkill({ ...box, targets, plan, marketplace: ACME, bundle }), {
      reason: 'folder_taken',
      details: { path: '.claude/skills/deploy' },
    });
    assert.deepEqual(await readTree(box.workspace), before);
  });

  it('moves what stands in the way to the quarantine when told to', async () => {
    await using box = await makeSandbox();
    const { plan, bundle } = makeSkill({ 'SKILL.md': 'theirs' });
    await writeTree(box.workspace, { '.agents/skills/deploy/SKILL.md': 'mine' });
    const request = { ...box, targets: AGENTS, plan, marketplace: ACME, bundle };
    const { quarantined } = await installSkill({ ...request, mode: { quarantine: true } });
    assert.deepEqual(await readSkills(box.workspace), {
      '.agents/.skill-marketplace/.gitignore': '*\n',
      [`${quarantined.join()}/SKILL.md`]: 'mine',
      '.agents/skills/deploy/SKILL.md': 'theirs',
    });
  });

  it('names the skill that holds the folder, and replaces it when told to', async () => {
    await using box = await makeSandbox();
    const first = makeSkill({ 'SKILL.md': 'first' }, { reference: 'other/deploy' });
    const second = makeSkill({ 'SKILL.md': 'second' });
    const shared = { ...box, targets: AGENTS, marketplace: ACME };
    await installSkill({ ...shared, ...first });
    await assert.rejects(installSkill({ ...shared, ...second }), {
      reason: 'name_taken',
      details: { holder: 'acme:other/deploy', path: '.agents/skills/deploy' },
    });
    await installSkill({ ...shared, ...second, mode: { replace: true } });
    assert.deepEqual(await readSkills(box.workspace), {
      '.agents/skills/deploy/SKILL.md': 'second',
    });
    const lockfile = JSON.parse(await readFile(box.root.lockfile, 'utf8'));
    assert.deepEqual(Object.keys(lockfile.skills), ['acme:platform/deploy']);
  });

  it('quarantines the files of a replaced skill when the person had edited them', async () => {
    await using box = await makeSandbox();
    const shared = { ...box, targets: AGENTS, marketplace: ACME };
    await installSkill({
      ...shared,
      ...makeSkill({ 'SKILL.md': 'first' }, { reference: 'other/deploy' }),
    });
    await writeTree(box.workspace, { '.agents/skills/deploy/SKILL.md': 'edited' });
    const second = makeSkill({ 'SKILL.md': 'second' });
    const { quarantined } = await installSkill({ ...shared, ...second, mode: { replace: true } });
    const tree = await readSkills(box.workspace);
    assert.equal(tree[`${quarantined.join()}/SKILL.md`], 'edited');
    assert.equal(tree['.agents/skills/deploy/SKILL.md'], 'second');
  });

  it('asks for no bundle when the store has every file', async () => {
    await using box = await makeSandbox();
    const { plan, bundle } = makeSkill(FILES);
    const asked: string[] = [];
    const download = async (url: string) => {
      asked.push(url);
      return bundle;
    };
    const request = { ...box, plan, marketplace: ACME, bundle: download };
    await installSkill({ ...request, targets: AGENTS });
    await installSkill({ ...request, targets: ['.claude/skills'] });
    assert.deepEqual(asked, [plan.bundleUrl]);
  });

  it('changes nothing when it is cancelled before the files move', async () => {
    await using box = await makeSandbox();
    const { plan, bundle } = makeSkill(FILES);
    const controller = new AbortController();
    const request = { ...box, targets: AGENTS, plan, marketplace: ACME, bundle };
    const install = installSkill({
      ...request,
      signal: controller.signal,
      onStep: (step) => step === 'staged 2' && controller.abort(),
    });
    await assert.rejects(install, { reason: 'cancelled' });
    assert.deepEqual(await readTree(box.workspace), {});
  });

  it('completes when it is cancelled after the first file moved', async () => {
    await using box = await makeSandbox();
    const { plan, bundle } = makeSkill(FILES);
    const controller = new AbortController();
    await installSkill({
      ...box,
      targets: AGENTS,
      plan,
      marketplace: ACME,
      bundle,
      signal: controller.signal,
      onStep: (step) => step === 'move 1' && controller.abort(),
    });
    assert.equal(Object.keys(await readSkills(box.workspace)).length, 2);
  });

  it('tells how far it is', async () => {
    await using box = await makeSandbox();
    const { plan, bundle } = makeSkill(FILES);
    const seen: InstallProgress[] = [];
    const onProgress = (progress: InstallProgress) => seen.push(progress);
    await installSkill({ ...box, targets: AGENTS, plan, marketplace: ACME, bundle, onProgress });
    assert.deepEqual(
      seen.map(({ phase, done, total }) => `${phase} ${done}/${total}`),
      ['verify 1/1', 'stage 1/2', 'stage 2/2', 'move 1/1', 'done 1/1'],
    );
  });

  it('puts everything back when the disk refuses in the middle', async () => {
    await using box = await makeSandbox();
    const { plan, bundle } = makeSkill(FILES);
    const targets = ['.agents/skills', '.claude/skills'];
    const blocker = path.join(box.workspace, '.claude/skills/deploy');
    const install = installSkill({
      ...box,
      targets,
      plan,
      marketplace: ACME,
      bundle,
      onStep: (step) => step === 'move 1' && mkdirNow(blocker),
    });
    await assert.rejects(install, { reason: 'changed_meanwhile' });
    assert.deepEqual(await readTree(box.workspace), { '.claude/skills/deploy/note.txt': 'mine' });
  });

  it('refuses bytes, lists and names that are not what was promised', async () => {
    await using box = await makeSandbox();
    const { plan, bundle } = makeSkill({ 'SKILL.md': 'good' });
    const other = makeSkill({ 'SKILL.md': 'evil' });
    const more = makeSkill({ 'SKILL.md': 'good', 'extra.md': 'x' });
    const outside = makeSkill({ '../../outside.sh': '#!/bin/sh' });
    const clash = makeSkill({ 'SKILL.md': 'a', 'skill.md': 'b' });
    const shared = { ...box, targets: AGENTS, marketplace: ACME };
    const refuse = (change: object, reason: string) =>
      assert.rejects(installSkill({ ...shared, plan, bundle, ...change }), { reason });
    await refuse({ bundle: other.bundle }, 'integrity_mismatch');
    await refuse({ bundle: more.bundle }, 'integrity_mismatch');
    await refuse({ plan: { ...plan, files: other.plan.files } }, 'integrity_mismatch');
    await refuse({ plan: { ...plan, files: [...plan.files, ...plan.files] } }, 'unsafe_archive');
    await refuse({ plan: { ...plan, files: [] } }, 'integrity_mismatch');
    await refuse({ plan: { ...plan, installName: '../deploy' } }, 'unsafe_archive');
    await refuse(
      { plan: { ...plan, skill: { ...plan.skill, reference: '../x' } } },
      'unsafe_archive',
    );
    await refuse(outside, 'unsafe_archive');
    await refuse(clash, 'unsafe_archive');
    assert.deepEqual(await readTree(box.folder), { 'workspace/': '' });
  });

  it('does not overwrite a lockfile that it cannot read, and says what is wrong', async () => {
    await using box = await makeSandbox();
    const { plan, bundle } = makeSkill(FILES);
    const cases = [
      ['{"lockfileVersion":2}', 'lockfile_newer'],
      ['{"lockfileVersion":1}', 'lockfile_unreadable'],
      ['<<<<<<< ours\n', 'lockfile_unreadable'],
      [
        '{"lockfileVersion":1,"marketplaces":{},"skills":{"a:b/c":{"targets":["../x"]}}}',
        'lockfile_unreadable',
      ],
    ] as const;
    for (const [text, reason] of cases) {
      await writeFile(box.root.lockfile, text);
      const install = installSkill({ ...box, targets: AGENTS, plan, marketplace: ACME, bundle });
      await assert.rejects(install, { reason });
      assert.deepEqual(await readTree(box.workspace), { 'skill-marketplace.lock.json': text });
    }
  });
});

/** What another program does at the worst moment. */
function mkdirNow(folder: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'note.txt'), 'mine');
}
