import assert from 'node:assert/strict';
import { HousePolicy } from '../../server/src/features/policy/housePolicy.ts';
import { startHub, type Hub, type HubUser } from '../support/app.ts';
import { publicationOf } from '../support/publication.ts';
import { skillText } from '../support/skillFolder.ts';
import { refusalOf } from './refusal.ts';

describe('listing data', function () {
  this.timeout(30_000);
  let hub: Hub;
  let member: HubUser;
  let both: HubUser;
  let stranger: HubUser;
  let reviewer: HubUser;
  before(async () => {
    hub = await startHub();
    member = await hub.addUser('ada', { publishers: ['acme'] });
    both = await hub.addUser('bo', { publishers: ['acme', 'globex'] });
    stranger = await hub.addUser('cy', { publishers: ['globex'] });
    reviewer = await hub.addUser('rita', { roles: ['member', 'reviewer'] });
  });
  after(() => hub[Symbol.asyncDispose]());

  const make = async (name: string, body = 'One.') => {
    const frontmatter = { category: 'devops', tags: ['own'] };
    await hub.importFiles({ [`${name}/SKILL.md`]: skillText({ name, frontmatter, body }) });
    return `acme/${name}`;
  };
  const events = async (subject: string, action: string) => {
    const { items } = await hub.ownerClient.audit.list.query({ subject, action });
    return items.map(({ actor, before, after }) => [actor?.name, before, after]);
  };

  it('a category that people chose stays when another version comes in, until it is given back', async () => {
    const skillId = await make('placed');
    const chosen = await member.client.skills.setCategory.mutate({ skillId, category: 'security' });
    assert.equal(chosen.category, 'security');
    await make('placed', 'Two.');
    const { category, latestVersion } = await hub.client.skills.byId.query({ id: skillId });
    assert.deepEqual([category, latestVersion], ['security', '1.0.1']);
    assert.equal((await hub.client.skills.search.query({ category: 'security' })).total, 1);
    const given = await reviewer.client.skills.setCategory.mutate({ skillId, category: null });
    assert.equal(given.category, 'devops');
    assert.deepEqual(await events(skillId, 'skill.setCategory'), [
      [
        'rita',
        { category: 'security', categorySource: 'curated' },
        { category: 'devops', categorySource: 'declared' },
      ],
      [
        'ada',
        { category: 'devops', categorySource: 'declared' },
        { category: 'security', categorySource: 'curated' },
      ],
    ]);
  });

  it('tags that people chose stay as well, and a search finds the skill by them', async () => {
    const skillId = await make('tagged');
    const tags = ['Kubernetes', '#helm ', 'helm'];
    const chosen = await member.client.skills.setTags.mutate({ skillId, tags });
    assert.deepEqual(chosen.tags, ['kubernetes', 'helm']);
    await make('tagged', 'Two.');
    const found = await hub.client.skills.search.query({ query: 'kubernetes' });
    assert.deepEqual(
      found.items.map(({ reference, tags: shown }) => [reference, shown]),
      [[skillId, ['kubernetes', 'helm']]],
    );
    const given = await member.client.skills.setTags.mutate({ skillId, tags: null });
    assert.deepEqual(given.tags, ['own']);
  });

  it('a deprecated skill says which one to use instead, until it is taken back', async () => {
    const skillId = await make('old-one');
    const replacedBy = await make('new-one');
    const shown = await member.client.skills.deprecate.mutate({ skillId, replacedBy });
    assert.deepEqual(shown.deprecated, { replacedBy });
    await make('old-one', 'Two.');
    const { warnings } = await hub.client.installs.plan.query({ skillId });
    assert.ok(warnings.some(({ message }) => message.includes(`use ${replacedBy} instead`)));
    const again = await member.client.skills.undeprecate.mutate({ skillId });
    assert.equal(again.deprecated, undefined);
    const itself = member.client.skills.deprecate.mutate({ skillId, replacedBy: skillId });
    assert.deepEqual((await refusalOf(itself)).field, 'replacedBy');
    const nothing = member.client.skills.deprecate.mutate({ skillId, replacedBy: 'acme/none' });
    assert.equal((await refusalOf(nothing)).reason, 'not_found');
  });

  it('a skill is not replaced by one that others who see it do not see', async () => {
    const skillId = await make('open-one');
    const replacedBy = await make('closed-one');
    const { setVisibility, deprecate } = member.client.skills;
    await setVisibility.mutate({ skillId: replacedBy, visibility: 'members' });
    const { field, message } = await refusalOf(deprecate.mutate({ skillId, replacedBy }));
    assert.deepEqual(
      [field, message],
      [
        'replacedBy',
        'acme/closed-one is for members of acme only, and others see this skill: name one that they see too, or none.',
      ],
    );
    await setVisibility.mutate({ skillId, visibility: 'members' });
    const shown = await deprecate.mutate({ skillId, replacedBy });
    assert.deepEqual(shown.deprecated, { replacedBy });
  });

  it('a skill names what replaces it no longer once that is for members, whatever it is called then', async () => {
    const skillId = await make('left-one');
    const replacedBy = await make('moved-one');
    const { deprecate, rename, setVisibility } = member.client.skills;
    await deprecate.mutate({ skillId, replacedBy });
    const moved = await rename.mutate({ skillId: replacedBy, name: 'secret-one' });
    const shown = async () => (await hub.client.skills.byId.query({ id: skillId })).deprecated;
    assert.deepEqual(await shown(), { replacedBy });
    await setVisibility.mutate({ skillId: moved.id, visibility: 'members' });
    assert.deepEqual(await shown(), {});
  });

  it('is changed by members of the publisher and admins; reviewers change the category alone', async () => {
    const skillId = await make('guarded');
    const calls = ({ client: { skills } }: Pick<HubUser, 'client'>) => [
      () => skills.setCategory.mutate({ skillId, category: 'data' }),
      () => skills.setTags.mutate({ skillId, tags: ['x'] }),
      () => skills.deprecate.mutate({ skillId }),
      () => skills.undeprecate.mutate({ skillId }),
      () => skills.rename.mutate({ skillId, name: 'guarded' }),
      () => skills.transfer.mutate({ skillId, publisher: 'acme' }),
    ];
    const outcomes = async (who: Pick<HubUser, 'client'>) => {
      const all: string[] = [];
      for (const call of calls(who)) {
        all.push(
          await call().then(
            () => 'done',
            async (error) => (await refusalOf(Promise.reject(error))).reason,
          ),
        );
      }
      return all;
    };
    const no = 'not_allowed';
    assert.deepEqual(
      await outcomes(hub),
      Array.from({ length: 6 }, () => 'signed_out'),
    );
    assert.deepEqual(await outcomes(stranger), [no, no, no, no, no, no]);
    assert.deepEqual(await outcomes(reviewer), ['done', no, no, no, no, no]);
    const done = Array.from({ length: 6 }, () => 'done');
    assert.deepEqual(await outcomes(member), done);
    assert.deepEqual(await outcomes({ client: hub.ownerClient }), done);
  });

  it('takes only categories that the house allows', async () => {
    const housePolicy = HousePolicy.parse({ allowedCategories: ['data', 'devops'] });
    await using house = await startHub({ config: { housePolicy } });
    await house.importFiles({
      'a/SKILL.md': skillText({ name: 'a', frontmatter: { category: 'data' } }),
    });
    const { setCategory } = house.ownerClient.skills;
    const { field, message } = await refusalOf(
      setCategory.mutate({ skillId: 'acme/a', category: 'design' }),
    );
    assert.deepEqual(
      [field, message],
      ['category', 'The category design is not allowed: this marketplace takes data or devops.'],
    );
  });

  it('leads the old name to a renamed skill, whatever is asked', async () => {
    const skillId = await make('before-it');
    const user = await hub.addUser('keeps-old');
    const renamed = await member.client.skills.rename.mutate({ skillId, name: 'after-it' });
    assert.deepEqual([renamed.reference, renamed.name], ['acme/after-it', 'after-it']);
    const { client } = user;
    assert.equal((await client.skills.byId.query({ id: skillId })).reference, 'acme/after-it');
    assert.equal((await client.installs.plan.query({ skillId })).skill.reference, 'acme/after-it');
    await client.installs.install.mutate({ skillId });
    await client.ratings.rate.mutate({ skillId, rating: 4 });
    const listed = await client.installs.list.query({ skillId });
    assert.deepEqual(
      listed.items.map(({ reference }) => reference),
      ['acme/after-it'],
    );
    const found = await hub.client.skills.search.query({ query: 'after-it' });
    assert.ok(
      found.items.some(
        ({ reference, ratingCount }) => reference === 'acme/after-it' && ratingCount === 1,
      ),
    );
    assert.deepEqual(await events('acme/after-it', 'skill.rename'), [
      ['ada', { reference: 'acme/before-it' }, { reference: 'acme/after-it' }],
    ]);
  });

  it('brings a later import of the old name into the renamed skill', async () => {
    const skillId = await make('source-name');
    await member.client.skills.rename.mutate({ skillId, name: 'shown-name' });
    const frontmatter = { category: 'devops', tags: ['own'] };
    const report = await hub.importFiles({
      'source-name/SKILL.md': skillText({ name: 'source-name', frontmatter, body: 'Two.' }),
    });
    assert.deepEqual(
      report.skills.map(({ reference, outcome, version }) => [reference, outcome, version]),
      [['acme/shown-name', 'updated', '1.0.1']],
    );
  });

  it('gives a name that leads somewhere to nobody else, and back to whose it was', async () => {
    const one = await make('wanted');
    const two = await make('wanting');
    await member.client.skills.rename.mutate({ skillId: one, name: 'moved-on' });
    for (const name of ['wanted', 'moved-on']) {
      const taken = await refusalOf(member.client.skills.rename.mutate({ skillId: two, name }));
      assert.deepEqual([taken.reason, taken.field], ['invalid_input', 'name']);
    }
    const back = await member.client.skills.rename.mutate({
      skillId: 'acme/moved-on',
      name: 'wanted',
    });
    assert.equal(back.reference, 'acme/wanted');
    assert.equal(
      (await hub.client.skills.byId.query({ id: 'acme/moved-on' })).reference,
      'acme/wanted',
    );
  });

  it('lets one of several win who want one name at once', async () => {
    const ids = await Promise.all(['racer-a', 'racer-b', 'racer-c'].map((name) => make(name)));
    const outcomes = await Promise.allSettled([
      ...ids.map((skillId) => member.client.skills.rename.mutate({ skillId, name: 'podium' })),
      member.client.publishing.publish.mutate(publicationOf('acme', 'podium')),
    ]);
    assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1);
    const rows = await hub.orm.em
      .fork()
      .execute(`select count(*)::int n from skills where name = 'podium'`);
    assert.deepEqual(rows, [{ n: 1 }]);
  });

  it('is given to another publisher by a member of both, or an admin', async () => {
    const skillId = await make('gift');
    for (const { client } of [member, stranger]) {
      const refused = client.skills.transfer.mutate({ skillId, publisher: 'globex' });
      assert.equal((await refusalOf(refused)).reason, 'not_allowed');
    }
    const given = await both.client.skills.transfer.mutate({ skillId, publisher: 'globex' });
    assert.deepEqual([given.reference, given.publisher], ['globex/gift', 'globex']);
    assert.equal((await hub.client.skills.byId.query({ id: skillId })).reference, 'globex/gift');
    // It is not the old publisher's any more: neither to change, nor to publish into under the old name.
    const { client } = member;
    const changes = [
      client.skills.setTags.mutate({ skillId, tags: ['x'] }),
      client.publishing.publish.mutate(publicationOf('acme', 'gift', { 'a.txt': 'x' })),
      client.publishing.yank.mutate({ skillId, version: '1.0.0', reason: 'x' }),
    ];
    for (const change of changes) assert.equal((await refusalOf(change)).reason, 'not_allowed');
    const back = await hub.ownerClient.skills.transfer.mutate({ skillId, publisher: 'fresh' });
    assert.equal(back.reference, 'fresh/gift');
  });
});
