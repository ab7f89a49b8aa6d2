import assert from 'node:assert/strict';
import type { z } from 'zod';
import { HousePolicy } from '../../server/src/features/policy/housePolicy.ts';
import { startHub, type Hub } from '../support/app.ts';
import { publicationOf } from '../support/publication.ts';
import { skillText } from '../support/skillFolder.ts';
import { refusalOf } from './refusal.ts';

describe('the rules of the house', function () {
  this.timeout(30_000);

  const startHouse = (rules: z.input<typeof HousePolicy>): Promise<Hub> =>
    startHub({ config: { housePolicy: HousePolicy.parse(rules) } });

  it('let members publish into their publishers alone, unless they say otherwise', async () => {
    await using hub = await startHouse({});
    const { client } = await hub.addUser('cy', { scopes: ['read', 'publish'] });
    const refusal = await refusalOf(client.publishing.publish.mutate(publicationOf('cy', 'one')));
    assert.equal(refusal.reason, 'not_allowed');
  });

  it('let everybody found a publisher by publishing under a free name', async () => {
    await using hub = await startHouse({ whoMayPublish: 'everybody' });
    const founder = await hub.addUser('cy', { scopes: ['read', 'publish'] });
    const late = await hub.addUser('di', { scopes: ['read', 'publish'] });
    const { availability } = await founder.client.publishing.publish.mutate(
      publicationOf('cy-tools', 'one'),
    );
    assert.equal(availability, 'held');
    assert.deepEqual((await founder.client.session.whoAmI.query()).publishers, [
      { name: 'cy-tools' },
    ]);
    for (const publisher of ['cy-tools', 'local', 'starter']) {
      const refused = late.client.publishing.publish.mutate(publicationOf(publisher, 'two'));
      assert.equal((await refusalOf(refused)).reason, 'not_allowed', publisher);
    }
  });

  it('leave no publisher behind a skill that did not come in', async () => {
    await using hub = await startHouse({ whoMayPublish: 'everybody', allowedLicences: ['MIT'] });
    const { client } = await hub.addUser('cy', { scopes: ['read', 'publish'] });
    const refused = client.publishing.publish.mutate(publicationOf('cy-tools', 'one'));
    assert.match((await refusalOf(refused)).message, /names no licence/);
    assert.deepEqual((await client.session.whoAmI.query()).publishers, []);
  });

  it('make one of two the founder who try at once', async () => {
    await using hub = await startHouse({ whoMayPublish: 'everybody' });
    const people = await Promise.all(
      ['cy', 'di', 'ed'].map((name) => hub.addUser(name, { scopes: ['read', 'publish'] })),
    );
    const outcomes = await Promise.allSettled(
      people.map(({ client, name }) =>
        client.publishing.publish.mutate(publicationOf('prize', `of-${name}`)),
      ),
    );
    assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1);
    const rows = await hub.orm.em
      .fork()
      .execute(`select count(*)::int n from publisher_members where publisher = 'prize'`);
    assert.deepEqual(rows, [{ n: 1 }]);
  });

  it('let named users and roles publish, and admins', async () => {
    await using hub = await startHouse({ whoMayPublish: { users: ['ada'], roles: ['reviewer'] } });
    const publishers = ['acme'];
    const ada = await hub.addUser('ada', { publishers });
    const bob = await hub.addUser('bob', { publishers });
    const rita = await hub.addUser('rita', { publishers, roles: ['member', 'reviewer'] });
    await ada.client.publishing.publish.mutate(publicationOf('acme', 'of-ada'));
    await rita.client.publishing.publish.mutate(publicationOf('acme', 'of-rita'));
    await hub.ownerClient.publishing.publish.mutate(publicationOf('acme', 'of-owner'));
    const { publishing } = bob.client;
    const source = { type: 'raw_content' as const, content: skillText({ name: 'x' }) };
    for (const refused of [
      publishing.publish.mutate(publicationOf('acme', 'of-bob')),
      publishing.import.mutate({ source, publisher: 'acme' }),
    ]) {
      assert.match((await refusalOf(refused)).message, /rules of this marketplace do not let you/);
    }
  });

  it("let imports wait for review, an admin's too, and leave what is published as it is", async () => {
    await using hub = await startHouse({ importsWaitForReview: true });
    const { skills } = await hub.importFiles({ 'a/SKILL.md': skillText({ name: 'a' }) });
    assert.equal(skills[0]?.outcome, 'created');
    const { publish } = hub.ownerClient.publishing;
    const published = await publish.mutate(publicationOf('acme', 'b'));
    const found = await hub.client.skills.search.query({});
    assert.deepEqual(
      [published.availability, found.items.map(({ name }) => name)],
      ['installable', ['b']],
    );
  });

  it('take only skills with an allowed licence and category, and say which', async () => {
    await using hub = await startHouse({
      allowedLicences: ['MIT', 'Apache-2.0'],
      allowedCategories: ['data'],
    });
    const text = (name: string, frontmatter: object) =>
      skillText({ name, frontmatter: { category: 'data', ...frontmatter } });
    const { skills, skipped, failed } = await hub.importFiles({
      'either/SKILL.md': text('either', { license: 'GPL-3.0-only OR MIT' }),
      'gpl/SKILL.md': text('gpl', { license: 'GPL-3.0-only' }),
      'none/SKILL.md': text('none', {}),
      'art/SKILL.md': text('art', { license: 'MIT', category: 'design' }),
    });
    assert.deepEqual([skipped, failed], [3, 0]);
    assert.deepEqual(
      skills.map(({ path, outcome, reason, message }) => [path, outcome, reason, message]),
      [
        [
          'art',
          'skipped',
          'not_allowed',
          'The category design is not allowed: this marketplace takes data.',
        ],
        ['either', 'created', undefined, undefined],
        [
          'gpl',
          'skipped',
          'not_allowed',
          'The licence GPL-3.0-only is not allowed: this marketplace takes MIT or Apache-2.0.',
        ],
        [
          'none',
          'skipped',
          'not_allowed',
          'The skill names no licence, and this marketplace takes MIT or Apache-2.0: write license: into its SKILL.md.',
        ],
      ],
    );
  });
});
