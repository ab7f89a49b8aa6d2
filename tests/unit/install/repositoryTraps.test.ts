import assert from 'node:assert/strict';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Lockfile } from '@skill-marketplace/shared/agents';
import { pathProblem } from '@skill-marketplace/shared/format';
import {
  InstallFailure,
  listInstalled,
  workspaceRoot,
} from '../../../extension/src/install/index.ts';
import { resolveTarget } from '../../../extension/src/install/disk/containment.ts';
import { makeIgnoredFolder } from '../../../extension/src/install/transaction/stateFolder.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

const FAILURE = (error: unknown) => error instanceof InstallFailure;

describe('what a repository may bring along', () => {
  it('does not lead the ignore file of our folder to a file of the person', async () => {
    await using folder = await temporaryFolder('traps');
    const victim = join(folder.path, 'victim');
    await writeFile(victim, 'precious');
    const ours = join(folder.path, '.skill-marketplace');
    await mkdir(ours);
    await symlink(victim, join(ours, '.gitignore'));
    await assert.rejects(makeIgnoredFolder(ours), FAILURE);
    assert.equal(await readFile(victim, 'utf8'), 'precious');
  });

  it('names no version control folder as a target, in any spelling', () => {
    for (const target of ['.git', '.GIT/hooks', 'sub/.git', 'git~1', '.git.', '.hg', '.svn/x']) {
      const skill = {
        version: '1.0.0',
        digest: `sha256:${'0'.repeat(64)}`,
        installName: 'hooks',
        targets: [target],
        pin: false,
        files: {},
      };
      const lockfile = { lockfileVersion: 1, marketplaces: {}, skills: { 'acme:a/b': skill } };
      assert.equal(Lockfile.safeParse(lockfile).success, false, target);
      assert.notEqual(pathProblem(`${target}/config`), undefined, target);
    }
  });

  it('leads no target into a version control folder through a link', async () => {
    await using folder = await temporaryFolder('traps');
    await mkdir(join(folder.path, '.git'));
    await mkdir(join(folder.path, '.agents'));
    await symlink('../.git', join(folder.path, '.agents', 'skills'));
    await assert.rejects(resolveTarget(folder.path, '.agents/skills'), FAILURE);
  });

  it('is no lockfile when it is a link to something without an end', async () => {
    await using folder = await temporaryFolder('traps');
    const root = workspaceRoot(folder.path);
    await symlink('/dev/zero', root.lockfile);
    await assert.rejects(listInstalled([root]), FAILURE);
  });
});
