import assert from 'node:assert/strict';
import { readListing } from '../../../server/src/git/listTree.ts';

const ID = '0123456789abcdef0123456789abcdef01234567';
const LIMITS = { entries: 10, bytes: 10_000 };

async function* once(...records: readonly (string | Buffer)[]) {
  for (const record of records) yield Buffer.concat([Buffer.from(record), Buffer.of(0)]);
}

describe('readListing', () => {
  it('knows files, those that may be run, links and submodules', async () => {
    const listing = once(
      `100644 blob ${ID}      12\ta/SKILL.md`,
      `100755 blob ${ID}       3\trun me\n.sh`,
      `120000 blob ${ID}       5\tlink`,
      `160000 commit ${ID}       -\tmodule`,
    );
    assert.deepEqual(await readListing(listing, LIMITS), [
      { path: 'a/SKILL.md', kind: 'file', size: 12, executable: false, id: ID },
      { path: 'run me\n.sh', kind: 'file', size: 3, executable: true, id: ID },
      { path: 'link', kind: 'link', size: 5, executable: false, id: ID },
      { path: 'module', kind: 'submodule', size: 0, executable: false, id: ID },
    ]);
  });

  it('gives a path that is no UTF-8 a form that is no Unicode, and none that another path has', async () => {
    const name = Buffer.concat([Buffer.from(`100644 blob ${ID} 1\tcaf`), Buffer.of(0xe9)]);
    const [entry] = (await readListing(once(name), LIMITS)) ?? [];
    assert.equal(entry?.path, 'caf\udce9');
    assert.equal(entry.path.isWellFormed(), false);
  });

  it('gives nothing when there is more than the limit of entries, or of bytes', async () => {
    const record = `100644 blob ${ID} 1\tname`;
    assert.equal((await readListing(once(record, record), { ...LIMITS, entries: 2 }))?.length, 2);
    assert.equal(await readListing(once(record, record), { ...LIMITS, entries: 1 }), undefined);
    assert.equal(await readListing(once(record, record), { ...LIMITS, bytes: 80 }), undefined);
  });

  it('throws at anything else', async () => {
    for (const record of [
      '',
      'x',
      `100644 blob ${ID} 1`,
      `040000 tree ${ID} -\ta`,
      `100644 blob x 1\ta`,
    ]) {
      await assert.rejects(readListing(once(record), LIMITS), /not understood/, record);
    }
  });
});
