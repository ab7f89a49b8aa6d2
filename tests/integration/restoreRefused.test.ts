import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { openOrm } from '@skill-marketplace/server/database';
import { ensureOwner } from '../../server/src/features/accounts/owner.ts';
import { ensureIdentity } from '../../server/src/features/instance/instance.repository.ts';
import { startHub } from '../support/app.ts';
import {
  backUp,
  countsOf,
  refusalOfRestore,
  restoreInto,
  restoreTarget,
  rowCounts,
  targetOf,
  type MadeBackup,
} from '../support/backups.ts';
import { cloneDatabase, emptyDatabase } from '../support/database.ts';
import { skillText } from '../support/skillFolder.ts';

const README = 'A sentence that stands in the readme only.';

/** Magic, method, flags, time, system: gzip's own head, which says nothing of the content. */
const GZIP_HEAD_BYTES = 10;

/** True of a file that was changed where it says nothing: a block of gzip's is filled up to a whole byte. */
function isUnzippedTo(bytes: Uint8Array, content: Buffer): boolean {
  try {
    return gunzipSync(bytes).equals(content);
  } catch {
    return false;
  }
}

describe('a restore', function () {
  this.timeout(60_000);
  let backup: MadeBackup;

  before(async () => {
    await using hub = await startHub();
    await hub.importFiles({ 'deploy/SKILL.md': skillText({ name: 'deploy', body: README }) });
    const { client } = await hub.addUser('mia');
    await client.ratings.rate.mutate({ skillId: 'acme/deploy', rating: 4, comment: 'Good.' });
    backup = await backUp({ orm: hub.orm, address: { url: hub.databaseUrl } });
  });
  after(() => backup[Symbol.asyncDispose]());

  /** A file beside the backup. */
  const fileWith = async (content: string | Uint8Array) => {
    const path = join(backup.folder, 'other.tar.gz');
    await writeFile(path, content);
    return path;
  };

  /** The backup with its tar changed, and packed again. */
  const changed = async (change: (tar: Buffer) => Buffer) =>
    fileWith(gzipSync(change(gunzipSync(await readFile(backup.path)))));

  const replaced = (from: string, to: string) =>
    changed((tar) => {
      assert.ok(tar.includes(from), `there is no ${from}`);
      return Buffer.from(tar.toString('latin1').replaceAll(from, to), 'latin1');
    });

  it('of a file that ends early is refused, wherever it ends', async () => {
    await using target = await restoreTarget();
    const whole = await readFile(backup.path);
    for (const part of [0.01, 0.3, 0.6, 0.9, 1]) {
      const length = Math.min(Math.round(whole.byteLength * part), whole.byteLength - 1);
      const path = await fileWith(whole.subarray(0, length));
      assert.match(await refusalOfRestore(target, path), /is damaged or not whole|is no backup/);
    }
  });

  it('of a file with one byte changed is refused, wherever it is', async () => {
    await using target = await restoreTarget();
    const whole = await readFile(backup.path);
    const content = gunzipSync(whole);
    const { byteLength } = whole;
    const step = Math.floor((byteLength - GZIP_HEAD_BYTES) / 24);
    const places = Array.from({ length: 24 }, (_, index) => GZIP_HEAD_BYTES + index * step);
    for (const at of [0, 2, ...places, byteLength - 8, byteLength - 1]) {
      const bytes = Buffer.from(whole);
      bytes[at] = (bytes[at] ?? 0) ^ 0x10;
      if (isUnzippedTo(bytes, content)) continue;
      const told = await refusalOfRestore(target, await fileWith(bytes));
      assert.match(told, /is damaged or not whole|is no backup|another version/, `byte ${at}`);
    }
  });

  it('of rows that were changed and packed again is refused', async () => {
    await using target = await restoreTarget();
    const path = await replaced(README, README.toUpperCase());
    assert.equal(
      await refusalOfRestore(target, path),
      `The backup ${path} is damaged or not whole: nothing was restored. Give another copy of it.`,
    );
  });

  it('of rows that the database would not take is refused', async () => {
    await using target = await restoreTarget();
    // Stars of a rating; the manifest's hash would tell too, but later.
    const path = await replaced('\t4\tGood.', '\t9\tGood.');
    assert.match(await refusalOfRestore(target, path), /is damaged or not whole/);
  });

  it('of a file’s bytes that are not what they are filed under is refused, though the manifest agrees', async () => {
    await using target = await restoreTarget();
    const path = await changed((tar) => {
      const blobs = contentOf(tar, 'tables/blobs/00000001');
      const hex = (text: string) => Buffer.from(text).toString('hex');
      const other = Buffer.from(
        blobs.toString('latin1').replaceAll(hex(README), hex(README.toUpperCase())),
      );
      assert.notDeepEqual(other, blobs);
      const [was, is] = [sha256(blobs), sha256(other)];
      other.copy(blobs);
      return Buffer.from(tar.toString('latin1').replace(was, is), 'latin1');
    });
    assert.match(await refusalOfRestore(target, path), /is damaged or not whole/);
  });

  it('without the end of the backup is refused, though gzip is whole', async () => {
    await using target = await restoreTarget();
    const path = await changed((tar) => {
      const manifest = tar.indexOf('manifest.json');
      return Buffer.concat([tar.subarray(0, manifest), Buffer.alloc(1024)]);
    });
    assert.match(await refusalOfRestore(target, path), /is damaged or not whole/);
  });

  it('with something after its end is refused', async () => {
    await using target = await restoreTarget();
    const path = await changed((tar) => {
      const end = tar.lastIndexOf('manifest.json');
      const size = contentOf(tar, 'manifest.json').byteLength;
      const length = 512 + Math.ceil(size / 512) * 512;
      return Buffer.concat([tar.subarray(0, end + length), tar.subarray(end)]);
    });
    assert.match(await refusalOfRestore(target, path), /is damaged or not whole/);
  });

  it('says of a file that is no backup that it is none, and of none that there is none', async () => {
    await using target = await restoreTarget();
    for (const content of ['', 'text', gzipSync('text'), gzipSync('')]) {
      const path = await fileWith(content);
      assert.equal(
        await refusalOfRestore(target, path),
        `${path} is no backup of a marketplace: give a file that \`marketplace backup\` made.`,
      );
    }
    const none = join(backup.folder, 'none');
    assert.equal(
      await refusalOfRestore(target, none),
      `The backup ${none} cannot be read (there is no such file).`,
    );
    assert.match(await refusalOfRestore(target, backup.folder), /is no backup of a marketplace/);
  });

  it('of another format, or of migrations that are not known here, asks for another version', async () => {
    await using target = await restoreTarget();
    const sentence =
      'The backup was made by another version of Skill Marketplace: restore it with that version or a later one.';
    for (const [from, to] of [
      ['"format": 1', '"format": 7'],
      ['Migration0002', 'Migration9902'],
    ] as const) {
      assert.equal(await refusalOfRestore(target, await replaced(from, to)), sentence);
    }
  });

  it('does not touch a marketplace that has skills or people, or another program’s tables', async () => {
    await using hub = await startHub();
    await hub.importFiles({ 'mine/SKILL.md': skillText({ name: 'mine' }) });
    const before = await rowCounts(hub.orm);
    const target = { orm: hub.orm, database: { address: { url: hub.databaseUrl } } };
    await assert.rejects(
      restoreInto(target, backup.path),
      new RegExp(
        `There is a marketplace already \\(${hub.identity.instanceId}\\), and it has 1 skill: restore into a DATA_DIR or a database of its own\\.`,
      ),
    );
    assert.deepEqual(await rowCounts(hub.orm), before);

    await using peopled = await targetOf(await cloneDatabase());
    await ensureIdentity(peopled.orm.em.fork());
    await ensureOwner(peopled.orm, true);
    await peopled.orm.em
      .fork()
      .execute(
        `insert into users (id, name, roles, created_at) values (gen_random_uuid(), 'rae', '{member}', now())`,
      );
    assert.match(await refusalOfRestore(peopled, backup.path), /and it has 2 accounts:/);

    await using foreign = await restoreTarget();
    await foreign.orm.em.fork().execute('create table orders (id int)');
    assert.equal(
      await refusalOfRestore(foreign, backup.path),
      "The database has a table orders, which is not this marketplace's: restore into a DATA_DIR or a database of its own.",
    );
  });

  it('needs no more than a database of its own', async () => {
    await using database = await emptyDatabase();
    await using admin = await targetOf(database);
    const role = database.address.database.replace('empty', 'plain');
    await admin.orm.em.fork().execute(`create role ${role} login`);
    await admin.orm.em
      .fork()
      .execute(`alter database ${database.address.database} owner to ${role}`);
    const orm = await openOrm({ ...database.address, user: role });
    try {
      const target = { orm, database: { address: { ...database.address, user: role } } };
      await restoreInto(target, backup.path);
      assert.deepEqual(await rowCounts(orm), countsOf(backup.manifest));
      await using again = await backUp({ orm, address: target.database.address });
      assert.deepEqual(again.manifest.tables, backup.manifest.tables);
    } finally {
      await orm.close(true);
    }
  });

  it('takes the place of a marketplace that a first start has just made', async () => {
    await using target = await targetOf(await cloneDatabase());
    await ensureIdentity(target.orm.em.fork());
    await ensureOwner(target.orm, true);
    await restoreInto(target, backup.path);
    assert.deepEqual(await rowCounts(target.orm), countsOf(backup.manifest));
    const { instanceId } = await ensureIdentity(target.orm.em.fork());
    assert.equal(instanceId, backup.manifest.instanceId);
    assert.match(await refusalOfRestore(target, backup.path), /and it has 1 skill:/);
  });
});

/** The bytes of an entry of a tar, in their place: a block of 512 bytes with name and size stands before them. */
function contentOf(tar: Buffer, name: string): Buffer {
  const head = tar.lastIndexOf(`${name}\0`);
  const size = Number.parseInt(tar.toString('latin1', head + 124, head + 135), 8);
  return tar.subarray(head + 512, head + 512 + size);
}

function sha256(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
