import assert from 'node:assert/strict';
import { HousePolicy } from '../../server/src/features/policy/housePolicy.ts';
import { startHub, type Hub, type HubUser } from '../support/app.ts';
import { publicationOf } from '../support/publication.ts';
import { skillText } from '../support/skillFolder.ts';
import { refusalOf } from './refusal.ts';

/** Any digest that no bundle has. */
const UNKNOWN = `sha256:${'0'.repeat(64)}`;

describe('moderation', function () {
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

  const publish = (name: string, text: string, version = '1.0.0', publisher = 'acme') =>
    hub.ownerClient.publishing.publish.mutate(
      publicationOf(publisher, name, { 'a.txt': text }, { version }),
    );
  const bundleStatus = async (digest: string) =>
    (await fetch(`${hub.url}/bundles/${digest.slice('sha256:'.length)}.zip`)).status;

  it('lists what waits, the longest first, in pages', async () => {
    for (const name of ['first', 'second', 'third']) {
      await member.client.publishing.publish.mutate(publicationOf('acme', name));
    }
    const { items, nextCursor } = await reviewer.client.moderation.waiting.query({ limit: 2 });
    const rest = await reviewer.client.moderation.waiting.query({
      limit: 2,
      cursor: nextCursor ?? '',
    });
    assert.deepEqual(
      [...items, ...rest.items].map(({ reference, version, createdBy, mayApprove }) => [
        reference,
        version,
        createdBy,
        mayApprove,
      ]),
      ['first', 'second', 'third'].map((name) => [`acme/${name}`, '1.0.0', 'ada', true]),
    );
    assert.equal(rest.nextCursor, null);
  });

  it('lets a reviewer approve what waits, and nobody else', async () => {
    await member.client.publishing.publish.mutate(publicationOf('acme', 'asked'));
    const approve = ({ client }: Pick<HubUser, 'client'>) =>
      client.moderation.approve.mutate({ skillId: 'acme/asked' });
    assert.equal((await refusalOf(approve(member))).reason, 'not_allowed');
    assert.equal((await refusalOf(approve(hub))).reason, 'signed_out');
    assert.deepEqual(await approve(reviewer), {
      reference: 'acme/asked',
      version: '1.0.0',
      status: 'active',
      availability: 'installable',
    });
    assert.equal((await hub.client.skills.byId.query({ id: 'acme/asked' })).status, 'active');
  });

  it('takes what only a withdrawn or blocked version says out of the dictionary that corrects queries', async () => {
    const says = (description: string) => ({
      'SKILL.md': skillText({ name: 'loud', description }),
    });
    for (const [version, description] of [
      ['1.0.0', 'Knows the flumboxitron.'],
      ['1.1.0', 'Knows the quizzlebrand.'],
    ] as const) {
      await hub.ownerClient.publishing.publish.mutate(
        publicationOf('acme', 'loud', says(description), { version }),
      );
    }
    const known = async () => {
      const rows = await hub.orm.em
        .fork()
        .execute<{ word: string }[]>(
          `select word from search_words where word in ('flumboxitron', 'quizzlebrand') order by word`,
        );
      return rows.map(({ word }) => word);
    };
    const skillId = 'acme/loud';
    const reason = 'It shouts.';
    // What was said before was for everyone, too.
    assert.deepEqual(await known(), ['flumboxitron', 'quizzlebrand']);
    await member.client.publishing.yank.mutate({ skillId, version: '1.1.0', reason });
    assert.deepEqual(await known(), ['flumboxitron']);
    await reviewer.client.moderation.block.mutate({ skillId, version: '1.0.0', reason });
    assert.deepEqual(await known(), []);
    await reviewer.client.moderation.unblock.mutate({ skillId, version: '1.0.0', reason });
    await reviewer.client.moderation.approve.mutate({ skillId, version: '1.0.0', reason });
    assert.deepEqual(await known(), ['flumboxitron']);
  });

  it('takes a blocked version away from everybody, also from those who have it', async () => {
    const { digest } = await publish('bad', 'bad');
    const { client } = await hub.addUser('has-bad');
    await client.installs.install.mutate({ skillId: 'acme/bad' });
    assert.equal(await bundleStatus(digest), 200);
    const block = { skillId: 'acme/bad', version: '1.0.0', reason: 'It sends files away.' };
    assert.equal(
      (await refusalOf(member.client.moderation.block.mutate(block))).reason,
      'not_allowed',
    );
    assert.deepEqual(await reviewer.client.moderation.block.mutate(block), {
      blocked: [
        { reference: 'acme/bad', version: '1.0.0', status: 'banned', availability: 'blocked' },
      ],
    });
    const plan = { skillId: 'acme/bad', version: '1.0.0' };
    assert.deepEqual(
      [
        await bundleStatus(digest),
        (await refusalOf(client.installs.plan.query(plan))).reason,
        (await refusalOf(client.installs.install.mutate(plan))).reason,
        (await refusalOf(member.client.installs.plan.query(plan))).reason,
      ],
      [404, 'not_found', 'not_found', 'not_allowed'],
    );
    const approved = reviewer.client.moderation.approve.mutate(plan);
    assert.match((await refusalOf(approved)).message, /is blocked: lift the block first/);
  });

  it('leaves the same bytes of another skill alone when one version is blocked', async () => {
    // Equal files, so equal bytes: the name in the reference is none of them.
    const files = publicationOf('acme', 'shared', { 'a.txt': 'shared' });
    const { publish: one } = hub.ownerClient.publishing;
    const { digest } = await one.mutate({ ...files, name: 'shared-one' });
    await one.mutate({ ...files, publisher: 'globex', name: 'shared-two' });
    await reviewer.client.moderation.block.mutate({
      skillId: 'acme/shared-one',
      version: '1.0.0',
      reason: 'An imitation.',
    });
    const two = await hub.client.skills.byId.query({ id: 'globex/shared-two' });
    assert.deepEqual([two.status, await bundleStatus(digest)], ['active', 200]);
    // Whoever has the bytes has those of the skill that stands: they are not told of an imitation.
    assert.deepEqual(await hub.client.advisories.check.query({ digests: [digest] }), []);
  });

  it('blocks a digest in every version that has it, and in those that come later', async () => {
    const files = publicationOf('acme', 'twin', { 'a.txt': 'twin' });
    const { publish: one } = hub.ownerClient.publishing;
    const { digest } = await one.mutate({ ...files, name: 'twin-one' });
    await one.mutate({ ...files, publisher: 'globex', name: 'twin-two' });
    const { blocked } = await reviewer.client.moderation.block.mutate({ digest, reason: 'Worm.' });
    assert.deepEqual(
      blocked.map(({ reference, availability }) => `${reference} ${availability}`).sort(),
      ['acme/twin-one blocked', 'globex/twin-two blocked'],
    );
    assert.equal(await bundleStatus(digest), 404);
    const later = one.mutate({ ...files, publisher: 'globex', name: 'twin-three' });
    assert.match((await refusalOf(later)).message, /blocked on this server/);
  });

  it('blocks a digest that nobody has published yet', async () => {
    const files = publicationOf('acme', 'announced', { 'a.txt': 'announced' });
    const { digest } = await hub.ownerClient.publishing.publish.mutate(files);
    const other = await startHub();
    try {
      const { blocked } = await other.ownerClient.moderation.block.mutate({
        digest,
        reason: 'Seen elsewhere.',
      });
      assert.deepEqual(blocked, []);
      const refusal = await refusalOf(other.ownerClient.publishing.publish.mutate(files));
      assert.equal(refusal.reason, 'not_allowed');
    } finally {
      await other[Symbol.asyncDispose]();
    }
  });

  it('says what to give when neither a version nor a digest is named, or both are', async () => {
    const { block } = reviewer.client.moderation;
    for (const named of [
      {},
      { skillId: 'acme/asked' },
      { skillId: 'acme/asked', version: '1.0.0', digest: UNKNOWN },
    ]) {
      const { reason, message } = await refusalOf(block.mutate({ ...named, reason: 'x' }));
      assert.equal(reason, 'invalid_input');
      assert.match(message, /either a skillId with its version, or a digest alone/);
    }
  });

  it('tells everybody who has the bytes, signed in or not, and nothing of others', async () => {
    const { digest: blocked } = await publish('advised', 'one', '1.0.0');
    const { digest: yanked } = await publish('advised', 'two', '1.1.0');
    const { digest: fine } = await publish('advised', 'three', '1.2.0');
    await reviewer.client.moderation.block.mutate({
      skillId: 'acme/advised',
      version: '1.0.0',
      reason: 'It deletes files.',
      severity: 'critical',
    });
    await member.client.publishing.yank.mutate({
      skillId: 'acme/advised',
      version: '1.1.0',
      reason: 'Use 1.2.0.',
    });
    const digests = [fine, yanked, blocked, UNKNOWN, blocked];
    const told = await hub.client.advisories.check.query({ digests });
    assert.deepEqual(
      told.map(({ since: _since, ...advisory }) => advisory),
      [
        { digest: yanked, advisory: 'yanked', severity: 'low', message: 'Use 1.2.0.' },
        {
          digest: blocked,
          advisory: 'blocked',
          severity: 'critical',
          message: 'It deletes files.',
        },
      ],
    );
    assert.ok(told.every(({ since }) => Date.now() - since.getTime() < 60_000));
    assert.deepEqual(await member.client.advisories.check.query({ digests }), told);
  });

  it('checks 500 digests at once, and no more', async () => {
    const digests = (count: number) =>
      Array.from({ length: count }, (_, n) => `sha256:${n.toString(16).padStart(64, '0')}`);
    assert.deepEqual(await hub.client.advisories.check.query({ digests: digests(500) }), []);
    const { reason, field } = await refusalOf(
      hub.ownerClient.advisories.check.query({ digests: digests(501) }),
    );
    assert.deepEqual([reason, field], ['invalid_input', 'digests']);
  });

  it('asks those who want advisories to sign in where reading is not open', async () => {
    await using closed = await startHub({ config: { anonymousRead: false } });
    const asked = closed.client.advisories.check.query({ digests: [UNKNOWN] });
    assert.equal((await refusalOf(asked)).reason, 'signed_out');
  });
});

describe('moderation by two people', function () {
  this.timeout(30_000);

  it('lets nobody approve what they brought in, admins neither', async () => {
    await using hub = await startHub({
      config: { housePolicy: HousePolicy.parse({ requireTwoPeople: true }) },
    });
    const reviewer = await hub.addUser('rita', {
      roles: ['member', 'reviewer'],
      publishers: ['acme'],
    });
    const published = [
      await hub.ownerClient.publishing.publish.mutate(publicationOf('acme', 'of-owner')),
      await reviewer.client.publishing.publish.mutate(publicationOf('acme', 'of-reviewer')),
    ];
    assert.deepEqual(
      published.map(({ availability }) => availability),
      ['held', 'held'],
    );
    const { items } = await reviewer.client.moderation.waiting.query({});
    assert.deepEqual(
      items.map(({ reference, mayApprove }) => [reference, mayApprove]),
      [
        ['acme/of-owner', true],
        ['acme/of-reviewer', false],
      ],
    );
    const approve = (client: HubUser['client'], skillId: string) =>
      client.moderation.approve.mutate({ skillId });
    for (const [client, own] of [
      [hub.ownerClient, 'acme/of-owner'],
      [reviewer.client, 'acme/of-reviewer'],
    ] as const) {
      assert.match(
        (await refusalOf(approve(client, own))).message,
        /two people look at a version: ask another/,
      );
    }
    assert.equal((await approve(reviewer.client, 'acme/of-owner')).availability, 'installable');
    assert.equal((await approve(hub.ownerClient, 'acme/of-reviewer')).availability, 'installable');
  });
});
