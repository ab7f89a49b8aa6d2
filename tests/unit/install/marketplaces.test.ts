import assert from 'node:assert/strict';
import {
  installSkill,
  listInstalled,
  mapMarketplace,
} from '../../../extension/src/install/index.ts';
import type { MarketplaceIdentity } from '../../../extension/src/install/index.ts';
import { ACME, makeSandbox, makeSkill } from './skillFixture.ts';
import type { Sandbox } from './skillFixture.ts';

const OTHER: MarketplaceIdentity = { ...ACME, instanceId: '33333333-3333-4333-8333-333333333333' };
const ELSEWHERE = { ...OTHER, url: 'https://elsewhere.example' };

function install(box: Sandbox, marketplace: MarketplaceIdentity, name = 'deploy') {
  const skill = makeSkill(
    { 'SKILL.md': name },
    { reference: `platform/${name}`, installName: name },
  );
  return installSkill({ ...box, ...skill, targets: ['.agents/skills'], marketplace });
}

describe('the marketplaces of a lockfile', () => {
  it('leave out an address on this machine, whatever it is called', async () => {
    const urls = [
      'http://127.0.0.1:4820',
      'http://localhost:4820',
      'http://[::1]:4820',
      'http://0.0.0.0:1',
      'http://a.localhost',
    ];
    for (const url of urls) {
      await using box = await makeSandbox();
      const { key } = await install(box, { ...ACME, name: 'Local Skills', url });
      assert.equal(key, 'local-skills:platform/deploy');
      assert.deepEqual((await listInstalled([box.root]))[0]?.marketplace, {
        instanceId: ACME.instanceId,
      });
    }
  });

  it('know an instance again under the alias that was recorded, whatever it is called now', async () => {
    await using box = await makeSandbox();
    await install(box, ACME);
    const { key } = await install(
      box,
      { ...ACME, name: 'Renamed', url: 'https://moved.example' },
      'ship',
    );
    assert.equal(key, 'acme:platform/ship');
  });

  it('refuse another instance of the same name, or at the same address', async () => {
    await using box = await makeSandbox();
    await install(box, ACME);
    for (const marketplace of [ELSEWHERE, { ...OTHER, name: 'Another' }]) {
      const details = { alias: 'acme', recordedInstance: ACME.instanceId };
      await assert.rejects(
        install(box, marketplace, 'ship'),
        (error: { reason: string; details: object }) => {
          assert.equal(error.reason, 'other_instance');
          assert.deepEqual({ ...error.details, ...details }, error.details);
          return true;
        },
      );
    }
  });

  it('take it for the recorded one once the person has said so', async () => {
    await using box = await makeSandbox();
    await install(box, ACME);
    await mapMarketplace({ root: box.root, marketplace: OTHER, mapping: { sameAs: 'acme' } });
    assert.equal((await install(box, OTHER, 'ship')).key, 'acme:platform/ship');
  });

  it('take it for a further one once the person has said so', async () => {
    await using box = await makeSandbox();
    await install(box, ACME);
    await mapMarketplace({ root: box.root, marketplace: ELSEWHERE, mapping: { alias: 'acme-2' } });
    assert.equal((await install(box, ELSEWHERE, 'ship')).key, 'acme-2:platform/ship');
    assert.equal((await install(box, ACME)).key, 'acme:platform/deploy');
  });

  it('refuse a mapping to an alias that is not there, or is taken', async () => {
    await using box = await makeSandbox();
    await install(box, ACME);
    for (const mapping of [{ sameAs: 'nobody' }, { alias: 'acme' }, { alias: 'Not a slug' }]) {
      const mapped = mapMarketplace({ root: box.root, marketplace: OTHER, mapping });
      await assert.rejects(mapped, { reason: 'other_instance' });
    }
  });
});
