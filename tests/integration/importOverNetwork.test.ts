import assert from 'node:assert/strict';
import type { ImportSource } from '@skill-marketplace/shared/contracts';
import { startHub, type Hub, type HubUser } from '../support/app.ts';
import { skillText } from '../support/skillFolder.ts';
import { zipOf } from '../support/zipOf.ts';
import { refusalOf } from './refusal.ts';

describe('publishing.import', function () {
  this.timeout(60_000);
  let hub: Hub;
  let member: HubUser;
  before(async () => {
    hub = await startHub();
    member = await hub.addUser('ada', { publishers: ['acme'] });
  });
  after(() => hub[Symbol.asyncDispose]());

  const imported = (source: ImportSource, publisher?: string, who = hub.ownerClient) =>
    who.publishing.import.mutate({ source, ...(publisher === undefined ? {} : { publisher }) });
  const upload = async (
    fileName: string,
    files: Readonly<Record<string, string | Uint8Array>>,
  ): Promise<ImportSource> => ({
    type: 'file_upload',
    fileName,
    content: (await zipOf(files)).toString('base64'),
  });
  const text = (name: string, body?: string) =>
    skillText({ name, ...(body === undefined ? {} : { body }) });

  it('takes every skill of a zip, and tells why the others stay out', async () => {
    const source = await upload('repo.zip', {
      'repo-main/skills/a/SKILL.md': text('a'),
      'repo-main/skills/a/part/SKILL.md': text('part'),
      'repo-main/skills/b/skill.md': text('b'),
      'repo-main/skills/b/_meta.json': JSON.stringify({ owner: 'Globex' }),
      'repo-main/copy/a/deep/SKILL.md': text('a'),
      'repo-main/README.md': 'Not a skill.',
      '__MACOSX/repo-main/skills/a/._SKILL.md': 'x',
    });
    const { results, skipped } = await imported(source);
    assert.deepEqual(
      results.map(({ path, reference, version, outcome, availability }) =>
        [path, reference, version, outcome, availability].join(' '),
      ),
      [
        'repo-main/skills/a repo/a 1.0.0 created installable',
        'repo-main/skills/b globex/b 1.0.0 created installable',
      ],
    );
    assert.deepEqual(
      skipped.map(({ path, reason }) => `${path} ${reason}`),
      ['repo-main/copy/a/deep duplicate_identity', 'repo-main/skills/a/part part_of'],
    );
    const again = await imported(source);
    assert.deepEqual(
      again.results.map(({ outcome }) => outcome),
      ['unchanged', 'unchanged'],
    );
  });

  it('refuses a zip that means harm as a whole, naming the entry and the rule', async () => {
    // An honest writer refuses such a name, so an entry is renamed in the bytes.
    const bytes = await zipOf({ 'a/SKILL.md': text('harm'), aXXXevil: 'x' });
    const content = Buffer.from(
      bytes.toString('latin1').replaceAll('aXXXevil', '../../ev'),
      'latin1',
    );
    const call = imported({
      type: 'file_upload',
      fileName: 'a.zip',
      content: content.toString('base64'),
    });
    const { reason, message } = await refusalOf(call);
    assert.equal(reason, 'unsafe_archive');
    assert.match(message, /\.\.\/\.\.\/ev/);
    assert.equal((await hub.client.skills.search.query({ query: 'harm' })).total, 0);
  });

  it('refuses what is no zip, and a file that is neither zip nor SKILL.md', async () => {
    const content = Buffer.from('no zip at all').toString('base64');
    const reasonOf = async (fileName: string) =>
      (await refusalOf(imported({ type: 'file_upload', fileName, content }, 'acme'))).reason;
    assert.equal(await reasonOf('x.zip'), 'unsafe_archive');
    assert.equal(await reasonOf('x.tar.gz'), 'invalid_input');
  });

  it('takes one SKILL.md, uploaded or pasted, under the publisher that is named', async () => {
    const content = text('pasted');
    const one = await imported({ type: 'raw_content', content }, 'acme');
    assert.equal(one.results[0]?.reference, 'acme/pasted');
    const encoded = Buffer.from(content).toString('base64');
    const same = await imported(
      { type: 'file_upload', fileName: 'SKILL.md', content: encoded },
      'acme',
    );
    assert.equal(same.results[0]?.outcome, 'unchanged');
    const named = await imported({ type: 'raw_content', content, name: 'renamed' }, 'acme');
    assert.equal(named.results[0]?.reference, 'acme/renamed');
    const uploaded = { type: 'file_upload', fileName: 'from-its-file.md' } as const;
    const lent = await imported(
      { ...uploaded, content: Buffer.from('Just text.').toString('base64') },
      'acme',
    );
    assert.equal(lent.results[0]?.reference, 'acme/from-its-file');
    const bare = await imported(
      { type: 'raw_content', content: 'Just text.', name: 'bare' },
      'acme',
    );
    assert.equal(bare.results[0]?.reference, 'acme/bare');
  });

  it('asks for a publisher where none follows, and puts nothing under local unasked', async () => {
    const { reason, field } = await refusalOf(
      imported({ type: 'raw_content', content: text('whose') }),
    );
    assert.deepEqual([reason, field], ['invalid_input', 'publisher']);
  });

  it("takes a member's one publisher for meant, and holds what comes in", async () => {
    const source = await upload('anything.zip', { 'held/SKILL.md': text('held') });
    const { results } = await imported(source, undefined, member.client);
    assert.deepEqual(
      results.map(({ reference, availability }) => [reference, availability]),
      [['acme/held', 'held']],
    );
  });

  it('brings nothing into a publisher of others', async () => {
    const source = await upload('x.zip', { 'foreign/SKILL.md': text('foreign') });
    const { results, skipped } = await imported(source, 'globex', member.client);
    assert.deepEqual([results, skipped.map(({ reason }) => reason)], [[], ['not_allowed']]);
    assert.equal((await refusalOf(imported(source, 'acme', hub.client))).reason, 'signed_out');
  });

  it('gives changed files the next patch, and remembers which number they asked for', async () => {
    const moving = (body: string) =>
      upload('moves.zip', {
        'moves/SKILL.md': skillText({ name: 'moves', frontmatter: { version: '2.0.0' }, body }),
      });
    await imported(await moving('One.'), 'acme');
    const { results } = await imported(await moving('Two.'), 'acme');
    assert.deepEqual(
      results.map(({ outcome, version: number, diagnostics }) => [
        outcome,
        number,
        diagnostics.map(({ code }) => code),
      ]),
      [['updated', '2.0.1', ['version_taken']]],
    );
  });

  it('shows versions of a history that never came here, and takes their numbers', async () => {
    const meta = (version: string, ...history: string[]) =>
      JSON.stringify({
        owner: 'historian',
        latest: { version },
        history: history.map((past) => ({ version: past, publishedAt: 1_769_844_383_041 })),
      });
    const files = (content: string, body: string) => ({
      's/SKILL.md': text('storied', body),
      's/_meta.json': content,
    });
    await imported(await upload('x.zip', files(meta('1.0.2', '1.0.1', '1.0.0'), 'One.')));
    const skill = await hub.client.skills.byId.query({ id: 'historian/storied' });
    assert.deepEqual(
      [skill.versions.map(({ version }) => version), skill.earlierVersions],
      [
        ['1.0.2'],
        ['1.0.1', '1.0.0'].map((version) => ({
          version,
          publishedAt: new Date(1_769_844_383_041),
        })),
      ],
    );
    const planned = hub.client.installs.plan.query({ skillId: skill.id, version: '1.0.1' });
    assert.equal((await refusalOf(planned)).reason, 'not_found');
    // A later import that asks for a number of the history gets the next free one.
    await imported(await upload('x.zip', files(meta('1.0.1'), 'Two.')));
    const { versions } = await hub.client.skills.byId.query({ id: skill.id });
    assert.deepEqual(versions.map(({ version }) => version).sort(), ['1.0.2', '1.0.3']);
    const published = hub.ownerClient.publishing.publish.mutate({
      publisher: 'historian',
      version: '1.0.0',
      files: [{ path: 'SKILL.md', content: Buffer.from(text('storied')).toString('base64') }],
    });
    assert.equal((await refusalOf(published)).reason, 'version_exists');
  });

  it('skips bytes that were blocked here, whatever skill they come as', async () => {
    await imported({ type: 'raw_content', content: text('poison') }, 'acme');
    await hub.changeState('acme/poison', '1.0.0', { decision: 'blocked' });
    const { results, skipped } = await imported(
      { type: 'raw_content', content: text('poison') },
      'globex',
    );
    assert.deepEqual([results, skipped.map(({ reason }) => reason)], [[], ['blocked']]);
  });
});
