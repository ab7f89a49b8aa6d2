import assert from 'node:assert/strict';
import type { MarketplaceClient } from '@skill-marketplace/shared/client';
import { startHub, type Hub, type HubUser } from '../support/app.ts';
import { publicationOf } from '../support/publication.ts';
import { skillText } from '../support/skillFolder.ts';
import { refusalOf } from './refusal.ts';

describe('what was for everyone, and is for members by now', function () {
  this.timeout(60_000);
  let hub: Hub;
  /** A member of both publishers. */
  let mia: HubUser;
  /** Of `acme` alone. */
  let otto: HubUser;
  before(async () => {
    hub = await startHub();
    mia = await hub.addUser('mia', { publishers: ['acme', 'secretive'] });
    otto = await hub.addUser('otto', { publishers: ['acme'] });
    await mia.client.publishers.setVisibility.mutate({
      publisher: 'secretive',
      visibility: 'members',
    });
  });
  after(() => hub[Symbol.asyncDispose]());

  const skill = (name: string, body = 'Nothing.', version = '1.0.0') => ({
    [`${name}/SKILL.md`]: skillText({ name, body, frontmatter: { metadata: { version } } }),
  });
  const correctedFor = async ({ skills }: MarketplaceClient, query: string) =>
    (await skills.search.query({ query })).correctedQuery ?? null;

  /** Both words differ in a letter; the one is known as long as somebody has it, and else is taken for the other. */
  const isKnownTo = async (client: MarketplaceClient, [known, near]: [string, string]) => {
    await hub.importFiles(skill(`has-${near}`, `Needs a ${near}.`));
    const correctedQuery = await correctedFor(client, known);
    assert.ok(correctedQuery === null || correctedQuery === near);
    return correctedQuery === null;
  };

  it('takes the words of its earlier versions with it', async () => {
    await hub.importFiles(skill('versioned', 'Needs a clavichord.'));
    await hub.importFiles(skill('versioned', 'Needs a piano.', '2.0.0'));
    assert.ok(await isKnownTo(hub.client, ['clavichord', 'clavichorn']));
    await mia.client.skills.setVisibility.mutate({
      skillId: 'acme/versioned',
      visibility: 'members',
    });
    assert.ok(!(await isKnownTo(hub.client, ['clavichord', 'clavichorn'])));
  });

  const withdraw = (reference: string, yankedAt: Date | null) =>
    hub.changeState(reference, '1.0.0', { yankedAt });

  it('takes its words with it also while none of its versions is offered', async () => {
    await hub.importFiles(skill('withdrawn', 'Needs a glockenspiel.'));
    await withdraw('acme/withdrawn', new Date());
    await mia.client.skills.setVisibility.mutate({
      skillId: 'acme/withdrawn',
      visibility: 'members',
    });
    await withdraw('acme/withdrawn', null);
    assert.ok(!(await isKnownTo(hub.client, ['glockenspiel', 'glockenspiek'])));
    assert.ok(await isKnownTo(mia.client, ['glockenspiel', 'glockenspiek']));
  });

  it('takes its words with it when it is given away while none of its versions is offered', async () => {
    await hub.importFiles(skill('given', 'Needs a harpsichord.'));
    await withdraw('acme/given', new Date());
    await mia.client.skills.transfer.mutate({ skillId: 'acme/given', publisher: 'secretive' });
    await withdraw('secretive/given', null);
    assert.ok(!(await isKnownTo(hub.client, ['harpsichord', 'harpsichorn'])));
    assert.ok(await isKnownTo(mia.client, ['harpsichord', 'harpsichorn']));
  });

  it('does not tell its present name to whoever publishes under the one before', async () => {
    await hub.importFiles(skill('harmless'));
    await mia.client.skills.transfer.mutate({ skillId: 'acme/harmless', publisher: 'secretive' });
    await mia.client.skills.rename.mutate({ skillId: 'secretive/harmless', name: 'merger-plan' });
    const publication = publicationOf('acme', 'harmless', { 'a.md': 'a' });
    const refusal = await refusalOf(otto.client.publishing.publish.mutate(publication));
    assert.deepEqual(
      [refusal.reason, refusal.message.includes('merger-plan')],
      ['not_allowed', false],
      refusal.message,
    );
    const content = skillText({ name: 'harmless', description: 'Other.' });
    const imported = await otto.client.publishing.import.mutate({
      source: { type: 'raw_content', content, name: 'harmless' },
      publisher: 'acme',
    });
    assert.ok(!JSON.stringify(imported).includes('merger-plan'), JSON.stringify(imported));
  });

  it('is not named as what replaces another skill', async () => {
    await hub.importFiles({ ...skill('old-one'), ...skill('new-one') });
    await mia.client.skills.deprecate.mutate({
      skillId: 'acme/old-one',
      replacedBy: 'acme/new-one',
    });
    await mia.client.skills.setVisibility.mutate({
      skillId: 'acme/new-one',
      visibility: 'members',
    });
    const { deprecated } = await hub.client.skills.byId.query({ id: 'acme/old-one' });
    assert.deepEqual(deprecated, {});
    const { items } = await hub.client.skills.search.query({ query: 'old-one' });
    assert.deepEqual(items[0]?.deprecated, {});
    const { warnings } = await hub.client.installs.plan.query({ skillId: 'acme/old-one' });
    assert.ok(!JSON.stringify(warnings).includes('new-one'));
  });

  it('leaves the installs of those who are members no more', async () => {
    const lea = await hub.addUser('lea', { publishers: ['secretive'] });
    await hub.importFiles(skill('installed'), 'secretive');
    const skillId = 'secretive/installed';
    const { installId } = await lea.client.installs.install.mutate({ skillId });
    assert.equal((await lea.client.installs.list.query({})).total, 1);
    await hub.orm.em.fork().execute(`delete from publisher_members where user_id = ?`, [lea.id]);
    await mia.client.skills.rename.mutate({ skillId, name: 'takeover' });
    const { items, total } = await lea.client.installs.list.query({});
    assert.deepEqual([items, total], [[], 0]);
    assert.deepEqual(await lea.client.installs.uninstall.mutate({ installId }), { removed: true });
  });
});

describe('the mark of skills that only members see', function () {
  this.timeout(120_000);

  it('is right for every skill after many changed visibility, published and moved at once', async () => {
    await using hub = await startHub();
    const publishers = ['north', 'south'];
    const mia = await hub.addUser('mia', { publishers });
    const visibilities = ['members', 'everyone'] as const;
    const at = <T>(items: readonly T[], index: number): T =>
      items[index % items.length] ?? assert.fail('nothing to choose from');
    await hub.importFiles({ 'moved/SKILL.md': skillText({ name: 'moved' }) }, 'north');
    const { id: moved } = await mia.client.skills.byId.query({ id: 'north/moved' });
    const loops = [
      (round: number) =>
        mia.client.publishers.setVisibility.mutate({
          publisher: 'north',
          visibility: at(visibilities, round),
        }),
      (round: number) =>
        hub.ownerClient.publishers.setVisibility.mutate({
          publisher: 'south',
          visibility: at(visibilities, round + 1),
        }),
      (round: number) =>
        mia.client.publishing.publish.mutate(publicationOf(at(publishers, round), `made-${round}`)),
      (round: number) =>
        hub.ownerClient.publishing.publish.mutate({
          ...publicationOf(at(publishers, round), `approved-${round}`),
        }),
      (round: number) =>
        mia.client.skills.setVisibility.mutate({
          skillId: moved,
          visibility: at(visibilities, round),
        }),
      (round: number) =>
        mia.client.skills.transfer.mutate({ skillId: moved, publisher: at(publishers, round) }),
    ];
    await Promise.all(
      loops.map(async (call) => {
        for (let round = 0; round < 15; round += 1) await call(round);
      }),
    );
    const em = hub.orm.em.fork();
    const wrong = await em.execute(
      `select s.publisher, s.name from skills s join publishers p on p.name = s.publisher
       where s.members_only <> (s.visibility = 'members' or p.visibility = 'members')`,
    );
    assert.deepEqual(wrong, []);
    const [made] = await em.execute<{ count: number }[]>(
      `select count(*)::int as count from skills`,
    );
    assert.equal(made?.count, 31);
    // Every word that anybody knows is that of some skill which they may see.
    const leaked = await em.execute(
      `select w.publisher, w.word from search_words w where w.word ~ '^(made|approved|moved)' and not exists (
         select from skills s where s.status = 'active' and w.word = any(tsvector_to_array(to_tsvector('simple', skill_words(s.name)))::text[] || replace(s.name, '-', ''))
           and case when w.publisher = '' then not s.members_only else s.members_only and s.publisher = w.publisher end)`,
    );
    assert.deepEqual(leaked, []);
  });
});
