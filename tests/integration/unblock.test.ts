import assert from 'node:assert/strict';
import { HousePolicy } from '../../server/src/features/policy/housePolicy.ts';
import { startHub, type Hub, type HubUser } from '../support/app.ts';
import { publicationOf } from '../support/publication.ts';
import { refusalOf } from './refusal.ts';

const MISTAKE = 'It was another one.';

describe('lifting a block', function () {
  this.timeout(30_000);
  let hub: Hub;
  let member: HubUser;
  let reviewer: HubUser;
  before(async () => {
    hub = await startHub();
    member = await hub.addUser('ada', { publishers: ['acme'] });
    reviewer = await hub.addUser('rita', { roles: ['member', 'reviewer'] });
  });
  after(() => hub[Symbol.asyncDispose]());

  /** Published by an admin, so approved; equal texts are equal bytes. */
  const publish = async (name: string, text: string, publisher = 'acme') => {
    const files = publicationOf('acme', text, { 'a.txt': text });
    return hub.ownerClient.publishing.publish.mutate({ ...files, publisher, name });
  };
  const version = (name: string) => ({ skillId: `acme/${name}`, version: '1.0.0' });
  const block = (subject: { skillId: string; version: string } | { digest: string }) =>
    reviewer.client.moderation.block.mutate({ ...subject, reason: 'It sends files away.' });
  const unblock = (
    subject: { skillId: string; version: string } | { digest: string },
    { client }: Pick<HubUser, 'client'> = reviewer,
  ) => client.moderation.unblock.mutate({ ...subject, reason: MISTAKE });
  const states = async (...names: string[]) =>
    Promise.all(
      names.map(async (id) => {
        const { versions } = await reviewer.client.skills.byId.query({ id });
        return versions[0]?.availability;
      }),
    );

  it('lets the version wait for an approval, and only then be installed again', async () => {
    const { digest } = await publish('mistaken', 'mistaken');
    await block(version('mistaken'));
    assert.deepEqual(await unblock(version('mistaken')), {
      unblocked: [
        { reference: 'acme/mistaken', version: '1.0.0', status: 'untrusted', availability: 'held' },
      ],
    });
    assert.deepEqual(await hub.client.advisories.check.query({ digests: [digest] }), []);
    const search = async () =>
      (await hub.client.skills.search.query({ query: 'mistaken' })).items.length;
    const { items } = await reviewer.client.moderation.waiting.query({});
    assert.deepEqual(
      [await search(), items.find(({ digest: waits }) => waits === digest)?.decision?.reason],
      [0, MISTAKE],
    );
    await reviewer.client.moderation.approve.mutate({ skillId: 'acme/mistaken' });
    assert.deepEqual([await search(), await states('acme/mistaken')], [1, ['installable']]);
  });

  it('is not done by an import or a publish of the same files', async () => {
    await publish('stubborn', 'stubborn');
    await block(version('stubborn'));
    const again = await publish('stubborn', 'stubborn');
    assert.deepEqual([again.outcome, again.availability], ['unchanged', 'blocked']);
    await unblock(version('stubborn'));
    const after = await publish('stubborn', 'stubborn');
    assert.deepEqual([after.outcome, after.availability], ['unchanged', 'held']);
  });

  it('of a digest ends it for every version that is not blocked itself, and for those to come', async () => {
    const { digest } = await publish('twin-one', 'twin');
    await publish('twin-two', 'twin', 'globex');
    await block(version('twin-one'));
    await block({ digest });
    assert.deepEqual(
      (await unblock({ digest })).unblocked
        .map(({ reference, availability }) => `${reference} ${availability}`)
        .sort(),
      ['acme/twin-one blocked', 'globex/twin-two held'],
    );
    assert.deepEqual(await states('acme/twin-one', 'globex/twin-two'), ['blocked', 'held']);
    await unblock(version('twin-one'));
    assert.deepEqual(await states('acme/twin-one'), ['held']);
    assert.equal((await publish('twin-three', 'twin')).availability, 'installable');
  });

  it('leaves a version blocked while its files are, and names what to lift', async () => {
    const { digest } = await publish('both', 'both');
    await block({ digest });
    assert.match(
      (await refusalOf(unblock(version('both')))).message,
      new RegExp(`acme/both 1\\.0\\.0 is blocked by its files: lift the block of ${digest}`),
    );
    const blocks = async ({ client }: HubUser) =>
      (await client.skills.byId.query({ id: 'acme/both' })).versions[0]?.blockedBy;
    assert.deepEqual([await blocks(reviewer), await blocks(member)], [['digest'], undefined]);
    await reviewer.client.moderation.block.mutate({ ...version('both'), reason: 'Itself too.' });
    assert.deepEqual(await blocks(reviewer), ['version', 'digest']);
    const { unblocked } = await unblock(version('both'));
    assert.deepEqual(
      unblocked.map(({ availability }) => availability),
      ['blocked'],
    );
    const [told] = await hub.client.advisories.check.query({ digests: [digest] });
    assert.equal(told?.message, 'It sends files away.');
    await unblock({ digest });
    assert.deepEqual(await states('acme/both'), ['held']);
  });

  it('is for reviewers and admins, who say why', async () => {
    await publish('guarded', 'guarded');
    await block(version('guarded'));
    const reasons = [
      (await refusalOf(unblock(version('guarded'), member))).reason,
      (await refusalOf(unblock(version('guarded'), hub))).reason,
      (
        await refusalOf(
          reviewer.client.moderation.unblock.mutate({ ...version('guarded'), reason: ' ' }),
        )
      ).field,
    ];
    assert.deepEqual(reasons, ['not_allowed', 'signed_out', 'reason']);
  });

  it('says what is not blocked, and what to name', async () => {
    const { digest } = await publish('free', 'free');
    const refusals = [
      await refusalOf(unblock(version('free'))),
      await refusalOf(unblock({ digest })),
      await refusalOf(unblock({ skillId: 'acme/free', version: '9.0.0' })),
      await refusalOf(unblock({ ...version('free'), digest })),
    ];
    assert.deepEqual(
      refusals.map(({ reason, message }) => [reason, message]),
      [
        ['not_found', 'acme/free 1.0.0 is not blocked.'],
        ['not_found', `The digest ${digest} is not blocked.`],
        ['not_found', 'acme/free has no version 9.0.0.'],
        ['invalid_input', 'Give either a skillId with its version, or a digest alone.'],
      ],
    );
  });

  it('never brings back what was purged', async () => {
    const { digest } = await publish('purged', 'purged');
    await hub.ownerClient.moderation.purge.mutate({ ...version('purged'), reason: 'A key.' });
    for (const subject of [version('purged'), { digest }]) {
      const { reason, message } = await refusalOf(unblock(subject));
      assert.deepEqual([reason, /was purged/.test(message)], ['not_allowed', true]);
    }
    assert.deepEqual(await states('acme/purged'), ['blocked']);
  });

  it('is on record with who and why, and shown to reviewers alone', async () => {
    await publish('recorded', 'recorded');
    await block(version('recorded'));
    await unblock(version('recorded'));
    await reviewer.client.moderation.approve.mutate({
      skillId: 'acme/recorded',
      reason: 'Read line by line.',
    });
    const { items } = await hub.ownerClient.audit.list.query({
      subject: 'acme/recorded',
      action: 'version.',
    });
    assert.deepEqual(
      items.map(({ action, actor, after }) => [
        action,
        actor?.name,
        Reflect.get(Object(after), 'reason'),
      ]),
      [
        ['version.approve', 'rita', 'Read line by line.'],
        ['version.unblock', 'rita', MISTAKE],
        ['version.block', 'rita', 'It sends files away.'],
        ['version.create', hub.owner.actor.user?.name, undefined],
      ],
    );
    const shownTo = async ({ client }: Pick<HubUser, 'client'>) => {
      const { versions } = await client.skills.byId.query({ id: 'acme/recorded' });
      return versions.map(({ decision }) => decision && { ...decision, at: null });
    };
    assert.deepEqual(await shownTo(reviewer), [
      { action: 'approve', by: 'rita', reason: 'Read line by line.', at: null },
    ]);
    assert.deepEqual([await shownTo(member), await shownTo(hub)], [[undefined], [undefined]]);
  });

  it('is never of what one brought in oneself, where two people look at a version', async () => {
    await using strict = await startHub({
      config: { housePolicy: HousePolicy.parse({ requireTwoPeople: true }) },
    });
    const rita = await strict.addUser('rita', { roles: ['member', 'reviewer'] });
    const { digest } = await strict.ownerClient.publishing.publish.mutate(
      publicationOf('acme', 'own'),
    );
    const reason = MISTAKE;
    for (const subject of [version('own'), { digest }]) {
      await rita.client.moderation.block.mutate({ ...subject, reason });
      const own = strict.ownerClient.moderation.unblock.mutate({ ...subject, reason });
      assert.match((await refusalOf(own)).message, /two people look at a version: ask another/);
      await rita.client.moderation.unblock.mutate({ ...subject, reason });
    }
  });
});
