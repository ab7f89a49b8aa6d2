import assert from 'node:assert/strict';
import { compose } from '../../server/src/compose.ts';
import { ANONYMOUS } from '../../server/src/features/accounts/actor.ts';
import { startHub, type Hub, type HubUser } from '../support/app.ts';
import { publicationOf } from '../support/publication.ts';
import { skillText } from '../support/skillFolder.ts';
import { assertWhole } from '../support/storedState.ts';
import { refusalOf } from './refusal.ts';

describe('publishing a skill', function () {
  this.timeout(60_000);
  let hub: Hub;
  let member: HubUser;
  before(async () => {
    hub = await startHub();
    member = await hub.addUser('ada', { publishers: ['acme'] });
  });
  after(() => hub[Symbol.asyncDispose]());

  const publish = (...args: Parameters<typeof publicationOf>) =>
    hub.ownerClient.publishing.publish.mutate(publicationOf(...args));
  const shown = (id: string) => hub.ownerClient.skills.byId.query({ id });

  it('by an admin makes it installable at once, and says all about it', async () => {
    const files = { 'scripts/run.sh': '#!/bin/sh\necho hi\n' };
    const { skillId, digest, ...rest } = await publish('local', 'greet', files);
    assert.deepEqual(rest, {
      outcome: 'created',
      reference: 'local/greet',
      version: '1.0.0',
      status: 'active',
      availability: 'installable',
      diagnostics: [],
    });
    const skill = await shown(skillId);
    assert.deepEqual(
      [skill.versions[0]?.digest, skill.provenance, skill.scan],
      [digest, { kind: 'publish' }, 'none'],
    );
    assert.deepEqual(
      skill.files.map(({ path, executable }) => [path, executable]),
      [
        ['SKILL.md', false],
        ['scripts/run.sh', true],
      ],
    );
  });

  it('by a member waits for review, unseen by others', async () => {
    const { reference, status, availability } = await member.client.publishing.publish.mutate(
      publicationOf('acme', 'held'),
    );
    assert.deepEqual([status, availability], ['untrusted', 'held']);
    assert.equal(
      (await refusalOf(hub.client.skills.byId.query({ id: reference }))).reason,
      'not_found',
    );
    assert.equal((await member.client.skills.byId.query({ id: reference })).reference, reference);
  });

  it('under a publisher of others is not allowed, whether it exists or not', async () => {
    await publish('globex', 'theirs');
    for (const publisher of ['globex', 'unknown', 'local', 'starter']) {
      const call = member.client.publishing.publish.mutate(publicationOf(publisher, 'mine'));
      const { reason, message } = await refusalOf(call);
      assert.equal(reason, 'not_allowed');
      assert.match(message, new RegExp(`no member of the publisher ${publisher}`));
    }
  });

  it('needs an account, and a token with the scope for it', async () => {
    const publication = publicationOf('acme', 'nobody');
    const { reason } = await refusalOf(hub.client.publishing.publish.mutate(publication));
    assert.equal(reason, 'signed_out');
    const reader = await hub.addUser('reader', { publishers: ['acme'], scopes: ['read', 'rate'] });
    const refusal = await refusalOf(reader.client.publishing.publish.mutate(publication));
    assert.equal(refusal.reason, 'not_allowed');
  });

  it('of the same bytes again changes nothing', async () => {
    const first = await publish('acme', 'twice', { 'a.txt': 'a' });
    const again = await publish('acme', 'twice', { 'a.txt': 'a' });
    assert.deepEqual(again, { ...first, outcome: 'unchanged' });
    assert.equal((await shown('acme/twice')).versions.length, 1);
  });

  it('of other bytes under a number that is used is version_exists, and says which is free', async () => {
    await publish('acme', 'fixed', { 'a.txt': 'a' }, { version: '1.4.0' });
    const { reason, message } = await refusalOf(
      publish('acme', 'fixed', { 'a.txt': 'b' }, { version: '1.4.0' }),
    );
    assert.equal(reason, 'version_exists');
    assert.match(message, /acme\/fixed 1\.4\.0 .* 1\.4\.1 or higher/);
    assert.deepEqual(
      (await shown('acme/fixed')).versions.map(({ version }) => version),
      ['1.4.0'],
    );
  });

  it('takes the number of the call before that of the files, and completes it', async () => {
    const skill = skillText({ name: 'numbered', frontmatter: { metadata: { version: '3.0.0' } } });
    const files = { 'SKILL.md': skill };
    const { version, diagnostics } = await publish('acme', 'numbered', files, { version: '4.1' });
    assert.equal(version, '4.1.0');
    assert.deepEqual(
      diagnostics.map(({ code }) => code),
      ['version_completed'],
    );
    const changed = await publish('acme', 'numbered', { ...files, 'a.txt': 'a' });
    assert.equal(changed.version, '3.0.0');
    // The highest is the latest, whatever came last.
    assert.equal((await shown('acme/numbered')).latestVersion, '4.1.0');
  });

  it('lets the same bytes have a further number when the call names it', async () => {
    await publish('acme', 'steady');
    const { outcome, version } = await publish('acme', 'steady', {}, { version: '2.0.0' });
    assert.deepEqual([outcome, version], ['updated', '2.0.0']);
    await assertWhole(hub.orm);
  });

  it('refuses a version that is none, and says where', async () => {
    const { reason, field } = await refusalOf(publish('acme', 'x', {}, { version: 'latest' }));
    assert.deepEqual([reason, field], ['invalid_input', 'version']);
  });

  it('takes the name of the call for the reference, and that of the files for the folder', async () => {
    const { reference } = await publish('acme', 'in-the-file', {}, { name: 'in-the-call' });
    assert.equal(reference, 'acme/in-the-call');
    const plan = await hub.ownerClient.installs.plan.query({ skillId: reference });
    assert.equal(plan.installName, 'in-the-file');
  });

  it('repairs as an import does, and tells how', async () => {
    const files = { 'SKILL.md': '---\nname: My Tool\ndescription: Use when: needed\n---\nText.\n' };
    const { reference, diagnostics } = await publish('acme', '', files);
    assert.equal(reference, 'acme/my-tool');
    assert.ok(diagnostics.every(({ repaired }) => repaired !== undefined));
    assert.notEqual((await shown(reference)).provenance.sourceDigest, undefined);
  });

  it('shows what the latest version says of itself, also after that one is withdrawn', async () => {
    const described = (description: string) => ({
      'SKILL.md': skillText({ name: 'listed', description }),
    });
    await publish('acme', 'listed', described('First.'), { version: '1.0.0' });
    await publish('acme', 'listed', described('Second.'), { version: '2.0.0' });
    await publish('acme', 'listed', described('Old, and late.'), { version: '1.5.0' });
    assert.equal((await shown('acme/listed')).description, 'Second.');
    const withdrawn = { skillId: 'acme/listed', version: '2.0.0', reason: 'It was wrong.' };
    await hub.ownerClient.publishing.yank.mutate(withdrawn);
    const { description, latestVersion } = await shown('acme/listed');
    assert.deepEqual([description, latestVersion], ['Old, and late.', '1.5.0']);
  });

  it('never revives bytes that were blocked or withdrawn', async () => {
    await publish('acme', 'bad', { 'a.txt': 'bad' });
    await hub.changeState('acme/bad', '1.0.0', { decision: 'blocked' });
    const again = await publish('acme', 'bad', { 'a.txt': 'bad' });
    assert.deepEqual([again.outcome, again.availability], ['unchanged', 'blocked']);
    const skill = { 'SKILL.md': skillText({ name: 'bad' }), 'a.txt': 'bad' };
    for (const [name, version] of [
      ['bad', '2.0.0'],
      ['other', undefined],
    ] as const) {
      const call = publish('acme', name, skill, version === undefined ? { name } : { version });
      assert.equal((await refusalOf(call)).reason, 'not_allowed');
    }
    await publish('acme', 'gone', { 'a.txt': 'gone' });
    await hub.changeState('acme/gone', '1.0.0', { yankedAt: new Date() });
    const call = publish('acme', 'gone', { 'a.txt': 'gone' }, { version: '2.0.0' });
    assert.equal((await refusalOf(call)).reason, 'not_allowed');
  });

  it('refuses what no skill may hold, and stores nothing of it', async () => {
    const before = await assertWhole(hub.orm);
    const big = new Uint8Array(2 * 1024 * 1024 + 1);
    const many = Object.fromEntries(Array.from({ length: 1000 }, (_, n) => [`f/${n}`, 'x']));
    const megabytes = Object.fromEntries(
      Array.from({ length: 6 }, (_, n) => [`${n}.bin`, new Uint8Array(1_900_000).fill(n)]),
    );
    const cases: [string, Record<string, string | Uint8Array>, string][] = [
      ['a path out of it', { '../evil': 'x' }, 'unsafe_archive'],
      ['an absolute path', { '/etc/passwd': 'x' }, 'unsafe_archive'],
      ['a reserved name', { 'aux.txt': 'x' }, 'unsafe_archive'],
      ['two names for one file', { 'A.txt': 'x', 'a.txt': 'y' }, 'unsafe_archive'],
      ['a hook of git', { '.git/hooks/pre-commit': 'x' }, 'unsafe_archive'],
      ['a large file', { 'big.bin': big }, 'too_large'],
      ['too many files', many, 'too_large'],
      ['too many bytes', megabytes, 'too_large'],
    ];
    for (const [what, files, reason] of cases) {
      const refusal = await refusalOf(publish('acme', 'refused', files));
      assert.equal(refusal.reason, reason, what);
    }
    const empty = hub.ownerClient.publishing.publish.mutate({
      publisher: 'acme',
      files: [{ path: 'readme.txt', content: '' }],
    });
    assert.equal((await refusalOf(empty)).reason, 'invalid_input');
    assert.deepEqual(await assertWhole(hub.orm), before);
  });

  it('says which file is no base64', async () => {
    for (const content of ['%%%%', 'abc', 'YQ==\n', '=aaa']) {
      const call = hub.ownerClient.publishing.publish.mutate({
        publisher: 'acme',
        files: [{ path: 'SKILL.md', content }],
      });
      const { reason, field } = await refusalOf(call);
      assert.deepEqual([reason, field], ['invalid_input', 'files.0.content'], content);
    }
  });

  it('keeps the executable bit that git knows, and that of a shebang', async () => {
    const files = [
      { path: 'SKILL.md', content: Buffer.from(skillText({ name: 'bits' })).toString('base64') },
      { path: 'run', content: '', executable: true },
      { path: 'script', content: Buffer.from('#!/bin/sh\n').toString('base64'), executable: false },
    ];
    await hub.ownerClient.publishing.publish.mutate({ publisher: 'acme', files });
    assert.deepEqual(
      (await shown('acme/bits')).files.map(({ path, executable }) => [path, executable]),
      [
        ['SKILL.md', false],
        ['run', true],
        ['script', true],
      ],
    );
  });

  it('holds a new name that could be taken for a popular one, and says why', async () => {
    const { skillId } = await publish('globex', 'deploy-service');
    for (let index = 0; index < 5; index += 1) {
      const { client } = await hub.addUser(`user-${index}`);
      await client.installs.install.mutate({ skillId });
    }
    const looksAlike = await publish('acme', 'dep1oy-service');
    assert.equal(looksAlike.availability, 'held');
    assert.match(
      looksAlike.diagnostics[0]?.message ?? '',
      /looks like the popular globex\/deploy-service/,
    );
    // An update of what waits does not slip through.
    const update = await publish('acme', 'dep1oy-service', { 'a.txt': 'a' }, { version: '1.1.0' });
    assert.equal(update.availability, 'held');
    const imitator = await publish('g1obex', 'something-else');
    assert.match(imitator.diagnostics[0]?.message ?? '', /The publisher g1obex looks like globex/);
    const { reviews } = compose(hub.config, hub.identity, () => '').services;
    const em = hub.orm.em.fork();
    const { items } = await reviews.waiting({ em, actor: hub.owner.actor }, { limit: 50 });
    assert.deepEqual(
      items.filter(({ resembles }) => resembles !== null).map(({ reference }) => reference),
      ['acme/dep1oy-service', 'acme/dep1oy-service', 'g1obex/something-else'],
    );
    await assert.rejects(reviews.waiting({ em, actor: ANONYMOUS }, { limit: 50 }), {
      reason: 'not_allowed',
    });
    // A publisher may resemble itself, and another word is another word.
    assert.equal((await publish('globex', 'deploy-services')).availability, 'installable');
    assert.equal((await publish('acme', 'deploy')).availability, 'installable');
  });

  it('asks for a name where nothing gives one, instead of making all nameless skills one', async () => {
    const files = { 'SKILL.md': 'Just some text.\n' };
    const { reason, field } = await refusalOf(publish('acme', '', files));
    assert.deepEqual([reason, field], ['invalid_input', 'name']);
    assert.equal((await publish('acme', '', files, { name: 'called' })).reference, 'acme/called');
  });

  it('takes up a history only with a version that is approved', async () => {
    const history = [{ version: '0.9.0', commit: 'https://git.example/commit/1' }];
    const files = { '_meta.json': JSON.stringify({ history }) };
    await member.client.publishing.publish.mutate(publicationOf('acme', 'past', files));
    const earlier = async () => (await shown('acme/past')).earlierVersions;
    assert.deepEqual(await earlier(), []);
    await hub.changeState('acme/past', '1.0.0', { decision: 'approved' });
    assert.deepEqual(await earlier(), history);
  });

  it('leaves everything whole', async () => {
    await assertWhole(hub.orm);
  });
});
