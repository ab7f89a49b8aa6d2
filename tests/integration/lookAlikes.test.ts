import assert from 'node:assert/strict';
import { startHub, type Hub, type HubUser } from '../support/app.ts';
import { publicationOf } from '../support/publication.ts';
import { refusalOf } from './refusal.ts';

describe('a name that could be taken for a popular one', function () {
  this.timeout(60_000);
  let hub: Hub;
  let gil: HubUser;
  let mia: HubUser;
  let rita: HubUser;
  before(async () => {
    hub = await startHub();
    gil = await hub.addUser('gil', { publishers: ['globex'] });
    mia = await hub.addUser('mia', { publishers: ['acme', 'gl0bex', 'other'] });
    rita = await hub.addUser('rita', { roles: ['member', 'reviewer'], publishers: ['acme'] });
    await publish(gil, 'globex', 'forecast');
    for (let index = 0; index < 5; index += 1) {
      const { client } = await hub.addUser(`user ${index}`);
      await client.installs.install.mutate({ skillId: 'globex/forecast' });
    }
    await publish(mia, 'acme', 'harmless');
  });
  after(() => hub[Symbol.asyncDispose]());

  async function publish({ client }: HubUser, publisher: string, name: string) {
    await client.publishing.publish.mutate(publicationOf(publisher, name));
    await hub.ownerClient.moderation.approve.mutate({
      skillId: `${publisher}/${name}`,
      reason: 'Read.',
    });
  }

  it('is given to no skill that is there, by renaming it or giving it away', async () => {
    const skillId = 'acme/harmless';
    const renamed = await refusalOf(
      mia.client.skills.rename.mutate({ skillId, name: 'forecasst' }),
    );
    assert.deepEqual(
      [renamed.reason, renamed.field, renamed.message],
      [
        'invalid_input',
        'name',
        'The name forecasst is one letter away from the popular globex/forecast. Ask a reviewer to do this.',
      ],
    );
    const given = await refusalOf(
      mia.client.skills.transfer.mutate({ skillId, publisher: 'gl0bex' }),
    );
    assert.equal(given.field, 'publisher');
    await mia.client.skills.rename.mutate({ skillId, name: 'weather' });
    await mia.client.skills.rename.mutate({ skillId, name: 'harmless' });
  });

  it('is given by a reviewer, who would look at it anyway', async () => {
    const { rename } = rita.client.skills;
    const skill = await rename.mutate({ skillId: 'acme/harmless', name: 'forecasts' });
    assert.equal(skill.reference, 'acme/forecasts');
    await rename.mutate({ skillId: 'acme/forecasts', name: 'harmless' });
  });

  it('is no other than its own: the popular skill is renamed by its publisher', async () => {
    const { rename } = gil.client.skills;
    await rename.mutate({ skillId: 'globex/forecast', name: 'forecasts' });
    await rename.mutate({ skillId: 'globex/forecasts', name: 'forecast' });
  });

  it('is told while the version waits, and then names that skill to nobody', async () => {
    const { diagnostics } = await mia.client.publishing.publish.mutate(
      publicationOf('other', 'forecastt'),
    );
    const told = ({ code }: { code: string }) => code === 'name_resembles';
    assert.equal(diagnostics.filter(told).length, 1);
    const shown = async ({ client }: Pick<HubUser, 'client'>) =>
      (await client.skills.byId.query({ id: 'other/forecastt' })).diagnostics.filter(told);
    assert.equal((await shown(rita)).length, 1);
    await hub.ownerClient.moderation.approve.mutate({
      skillId: 'other/forecastt',
      reason: 'Read.',
    });
    assert.deepEqual([await shown(hub), await shown(mia), await shown(rita)], [[], [], []]);
  });
});
