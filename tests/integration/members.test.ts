import assert from 'node:assert/strict';
import { startHub, type Hub, type HubUser } from '../support/app.ts';
import { refusalOf } from './refusal.ts';

describe('the members of a publisher', function () {
  this.timeout(30_000);
  let hub: Hub;
  let mia: HubUser;
  before(async () => {
    hub = await startHub();
    mia = await hub.addUser('mia', { publishers: ['acme', 'globex'] });
    await hub.addUser('bob', { publishers: ['acme'] });
    await hub.addUser('eve', { publishers: ['initech'] });
  });
  after(() => hub[Symbol.asyncDispose]());

  const namesOf = ({ items }: { items: { publisher: string; user: string }[] }) =>
    items.map(({ publisher, user }) => `${publisher} ${user}`);

  it('are told to its members', async () => {
    const { members } = mia.client.publishers;
    assert.deepEqual(await members.query({ publisher: 'acme' }), {
      items: [
        { publisher: 'acme', user: 'bob', disabledAt: null },
        { publisher: 'acme', user: 'mia', disabledAt: null },
      ],
      nextCursor: null,
    });
  });

  it('are told of all that one belongs to, in pages, and to admins of all that there are', async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await mia.client.publishers.members.query({ limit: 1, cursor });
      assert.equal(page.items.length, 1);
      seen.push(...namesOf(page));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    assert.deepEqual(seen, ['acme bob', 'acme mia', 'globex mia']);
    const all = await hub.ownerClient.publishers.members.query();
    const owner = hub.owner.actor.user?.name ?? '';
    assert.deepEqual(namesOf(all), [
      'acme bob',
      'acme mia',
      'globex mia',
      'initech eve',
      `local ${owner}`,
    ]);
    const none = await hub.addUser('none');
    assert.deepEqual(namesOf(await none.client.publishers.members.query()), []);
  });

  it('are told to nobody else, who does not even hear whether there is such a publisher', async () => {
    const refused = [];
    for (const publisher of ['initech', 'nowhere']) {
      refused.push(await refusalOf(mia.client.publishers.members.query({ publisher })));
    }
    assert.deepEqual(
      refused.map(({ reason, message }) => [reason, message]),
      ['initech', 'nowhere'].map((publisher) => [
        'not_allowed',
        `You are no member of the publisher ${publisher}: ask an admin to add you, or choose one of your own.`,
      ]),
    );
    const anonymous = hub.client.publishers.members.query({ publisher: 'acme' });
    assert.equal((await refusalOf(anonymous)).reason, 'signed_out');
    const missing = hub.ownerClient.publishers.members.query({ publisher: 'nowhere' });
    assert.equal((await refusalOf(missing)).reason, 'not_found');
  });
});
