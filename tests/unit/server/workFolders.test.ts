import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeWorkFolder, removeDeadWorkFolders } from '../../../server/src/workFolders.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

/** The id of a process that has ended. */
function endedPid(): number {
  return spawnSync(process.execPath, ['--version']).pid;
}

describe('a work folder', () => {
  it('is empty, for this user alone, and gone with its content after use', async () => {
    await using data = await temporaryFolder('data');
    let path: string;
    {
      await using folder = await makeWorkFolder(join(data.path, 'work'));
      path = folder.path;
      assert.match(path.slice(data.path.length), new RegExp(`^/work/${process.pid}-\\w+$`));
      assert.equal((await stat(path)).mode & 0o777, 0o700);
      assert.deepEqual(await readdir(path), []);
      await mkdir(join(path, 'a'));
      await writeFile(join(path, 'a/file'), 'text');
    }
    assert.deepEqual(await readdir(join(data.path, 'work')), []);
  });

  it('is never shared', async () => {
    await using data = await temporaryFolder('data');
    await using one = await makeWorkFolder(join(data.path, 'work'));
    await using other = await makeWorkFolder(join(data.path, 'work'));
    assert.notEqual(one.path, other.path);
  });
});

describe('removing dead work folders', () => {
  it('removes those of processes that have ended, with what is in them, and of earlier starts', async () => {
    await using data = await temporaryFolder('data');
    const work = join(data.path, 'work');
    const dead = `${endedPid()}-aBcDeF`;
    // The parent of the tests lives as long as they do.
    const alive = `${process.ppid}-aBcDeF`;
    for (const name of [dead, alive, `${process.pid}-aBcDeF`, 'notes']) {
      await mkdir(join(work, name, 'repository'), { recursive: true });
      await writeFile(join(work, name, 'repository/HEAD'), 'text');
    }
    await removeDeadWorkFolders(join(data.path, 'work'));
    assert.deepEqual((await readdir(work)).sort(), [alive, 'notes'].sort());
  });

  it('has nothing to do where no folder was ever made', async () => {
    await using data = await temporaryFolder('data');
    await removeDeadWorkFolders(join(data.path, 'work'));
    assert.deepEqual(await readdir(data.path), []);
  });
});
