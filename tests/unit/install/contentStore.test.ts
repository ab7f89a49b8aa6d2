import assert from 'node:assert/strict';
import {
  installSkill,
  findStoredVersion,
  listStoredVersions,
} from '../../../extension/src/install/index.ts';
import { ACME, makeSandbox, makeSkill, writeTree } from './skillFixture.ts';

describe('the store', () => {
  it('gives back what was put, hashed again', async () => {
    await using box = await makeSandbox();
    const hash = await box.store.put(Buffer.from('bytes'));
    assert.equal(Buffer.from((await box.store.get(hash)) ?? []).toString(), 'bytes');
    await writeTree(box.store.folder, { [`blobs/${hash.slice(0, 2)}/${hash}`]: 'other' });
    assert.equal(await box.store.get(hash), undefined);
  });

  it('heals damaged bytes when the right ones are put again', async () => {
    await using box = await makeSandbox();
    const hash = await box.store.put(Buffer.from('bytes'));
    await writeTree(box.store.folder, { [`blobs/${hash.slice(0, 2)}/${hash}`]: 'other' });
    await box.store.put(Buffer.from('bytes'));
    assert.equal(Buffer.from((await box.store.get(hash)) ?? []).toString(), 'bytes');
  });

  it("lists the versions of a skill that were installed, highest first, and no one else's", async () => {
    await using box = await makeSandbox();
    const shared = { ...box, targets: ['.agents/skills'], marketplace: ACME };
    for (const version of ['1.2.0', '1.10.0']) {
      await installSkill({ ...shared, ...makeSkill({ 'SKILL.md': version }, { version }) });
    }
    const versions = await listStoredVersions(box.store, ACME.instanceId, 'platform/deploy');
    assert.deepEqual(
      versions.map(({ version }) => version),
      ['1.10.0', '1.2.0'],
    );
    assert.deepEqual(await listStoredVersions(box.store, 'other', 'platform/deploy'), []);
    const found = await findStoredVersion(box.store, ACME.instanceId, 'platform/deploy', '1.2.0');
    assert.equal(found?.installName, 'deploy');
  });
});
