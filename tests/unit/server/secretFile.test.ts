import assert from 'node:assert/strict';
import { chmod, chown, lchown, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StartupFailure } from '../../../server/src/errors/startupFailure.ts';
import { readableByOthers, readSecretFile } from '../../../server/src/secretFile.ts';
import { temporaryFolder, type TemporaryFolder } from '../../support/temporaryFolder.ts';

const SECRET = 'hunter2hunter2';
const NOBODY = 65_534;

describe('a file with a secret', () => {
  let folder: TemporaryFolder;
  before(function () {
    // Windows has no modes: there the folder's rights decide.
    if (process.platform === 'win32') this.skip();
  });
  beforeEach(async () => (folder = await temporaryFolder('secret')));
  afterEach(() => folder[Symbol.asyncDispose]());

  async function fileOf(mode: number, path = join(folder.path, 'secret')): Promise<string> {
    await writeFile(path, `${SECRET}\n`);
    await chmod(path, mode);
    return path;
  }

  async function folderOf(mode: number, name = 'place'): Promise<string> {
    const path = join(folder.path, name);
    await mkdir(path);
    await chmod(path, mode);
    return path;
  }

  function refusalOf(path: string): string {
    try {
      readSecretFile('SOME_FILE', path);
    } catch (error) {
      assert.ok(error instanceof StartupFailure);
      assert.match(error.message, /^SOME_FILE is not usable: [^\n]+\.$/);
      assert.ok(!error.message.includes(SECRET));
      return error.message;
    }
    return assert.fail('it was read');
  }

  for (const mode of [0o600, 0o400, 0o440, 0o444, 0o644]) {
    it(`is read with the mode ${mode.toString(8)}`, async () => {
      assert.equal(readSecretFile('SOME_FILE', await fileOf(mode)), SECRET);
    });
  }

  it('is read as Kubernetes mounts one: links in a folder of which nobody takes away what is of others', async () => {
    const mount = await folderOf(0o1777, 'mount');
    await mkdir(join(mount, '..2026_11_29'), { mode: 0o755 });
    await fileOf(0o444, join(mount, '..2026_11_29', 'token'));
    await symlink('..2026_11_29', join(mount, '..data'));
    await symlink(join('..data', 'token'), join(mount, 'token'));
    assert.equal(readSecretFile('SOME_FILE', join(mount, 'token')), SECRET);
  });

  for (const mode of [0o620, 0o602, 0o666]) {
    it(`is refused with the mode ${mode.toString(8)}, with which others choose what is in it`, async () => {
      assert.match(refusalOf(await fileOf(mode)), /others may write \S+secret, .* chmod go-w\.$/);
    });
  }

  for (const mode of [0o770, 0o707]) {
    it(`is refused in a folder of the mode ${mode.toString(8)}, where others put another one`, async () => {
      const place = await folderOf(mode);
      const refusal = refusalOf(await fileOf(0o600, join(place, 'secret')));
      assert.match(refusal, /others may write the folder \S+place, .* chmod go-w, or put/);
    });
  }

  it('is refused behind a link in a folder where others put another link, at any depth', async () => {
    const place = await folderOf(0o777);
    const target = await folderOf(0o700, 'target');
    await fileOf(0o600, join(target, 'secret'));
    await symlink('../target', join(place, 'link'));
    assert.match(refusalOf(join(place, 'link', 'secret')), /the folder \S+place,/);
    await symlink('place/link/secret', join(folder.path, 'first'));
    assert.match(refusalOf(join(folder.path, 'first')), /the folder \S+place,/);
  });

  it('is refused when it, its folder, or a link in a folder of everybody is of another user', async function () {
    // Only root gives files away.
    if (process.getuid?.() !== 0) this.skip();
    const given = await fileOf(0o600);
    await chown(given, NOBODY, NOBODY);
    assert.match(refusalOf(given), /belongs to another user, who would choose the secret: make/);

    const place = await folderOf(0o755);
    const inside = await fileOf(0o600, join(place, 'secret'));
    await chown(place, NOBODY, NOBODY);
    assert.match(refusalOf(inside), /others may write the folder \S+place,/);

    const everybody = await folderOf(0o1777, 'everybody');
    const link = join(everybody, 'link');
    await symlink(await fileOf(0o600, join(folder.path, 'own')), link);
    assert.equal(readSecretFile('SOME_FILE', link), SECRET);
    await lchown(link, NOBODY, NOBODY);
    assert.match(refusalOf(link), /others may write the folder \S+everybody,/);
  });

  it('is refused when its links lead in a circle', async () => {
    await symlink('b', join(folder.path, 'a'));
    await symlink('a', join(folder.path, 'b'));
    refusalOf(join(folder.path, 'a'));
  });

  it('is told of where others may read it, and else is not', async () => {
    const open = { variable: 'OPEN_FILE', path: await fileOf(0o444) };
    const closed = {
      variable: 'CLOSED_FILE',
      path: await fileOf(0o600, join(folder.path, 'closed')),
    };
    const gone = { variable: 'GONE_FILE', path: join(folder.path, 'gone') };
    assert.deepEqual(readableByOthers([open, closed, gone]), [open]);
  });
});
