import assert from 'node:assert/strict';
import { startHub, type Hub } from '../support/app.ts';
import { skillText, type FileTree } from '../support/skillFolder.ts';
import { importBelow, outcomesOf, plainSkill, removeSkills } from './namedImport.ts';

const text = plainSkill;

describe('an import of a skill', function () {
  this.timeout(60_000);
  let hub: Hub;
  before(async () => (hub = await startHub()));
  after(() => hub[Symbol.asyncDispose]());
  afterEach(() => removeSkills(hub));

  const importNamed = (name: string, tree: FileTree) => importBelow(hub, name, tree);
  const shown = async (reference: string) => hub.ownerClient.skills.byId.query({ id: reference });

  it('takes the next free patch for other bytes under a used number, and keeps what was declared', async () => {
    const versioned = (body: string) =>
      skillText({ name: 'a', frontmatter: { metadata: { version: '2.1.0' } }, body });
    const reports: string[] = [];
    for (const body of ['one', 'two', 'three', 'two']) {
      reports.push(...outcomesOf(await importNamed('repo', { 'a/SKILL.md': versioned(body) })));
    }
    assert.deepEqual(reports, [
      'a created repo/a 2.1.0',
      'a updated repo/a 2.1.1',
      'a updated repo/a 2.1.2',
      'a unchanged repo/a 2.1.1',
    ]);
    const { provenance, latestVersion } = await shown('repo/a');
    assert.deepEqual(
      [latestVersion, provenance],
      ['2.1.2', { kind: 'import', path: 'a', declaredVersion: '2.1.0' }],
    );
  });

  it('keeps what was declared also for a skill that names no version', async () => {
    for (const body of ['one', 'two']) await importNamed('repo', { 'a/SKILL.md': text('a', body) });
    assert.equal((await shown('repo/a')).latestVersion, '1.0.1');
  });

  it('reads the version in metadata, in version, in _meta.json, else takes 1.0.0', async () => {
    const meta = JSON.stringify({ latest: { version: '3.2', commit: 'https://x/commit/abc' } });
    const report = await importNamed('repo', {
      'a/SKILL.md': skillText({
        name: 'a',
        frontmatter: { version: '9.0.0', metadata: { version: '1' } },
      }),
      'b/SKILL.md': skillText({ name: 'b', frontmatter: { version: 1.5 } }),
      'c/SKILL.md': text('c'),
      'c/_meta.json': meta,
      'd/SKILL.md': skillText({ name: 'd', frontmatter: { version: 'newest' } }),
    });
    assert.deepEqual(outcomesOf(report), [
      'a created repo/a 1.0.0',
      'b created repo/b 1.5.0',
      'c created repo/c 3.2.0',
      'd created repo/d 1.0.0',
    ]);
    assert.deepEqual(
      [report.diagnostics['version_completed'], report.diagnostics['version_invalid']],
      [3, 1],
    );
    const provenances = await Promise.all(
      ['a', 'c', 'd'].map(async (name) => (await shown(`repo/${name}`)).provenance),
    );
    assert.deepEqual(provenances, [
      { kind: 'import', path: 'a', declaredVersion: '1' },
      { kind: 'import', path: 'c', declaredVersion: '3.2', commit: 'https://x/commit/abc' },
      { kind: 'import', path: 'd', declaredVersion: 'newest' },
    ]);
  });

  it('leaves a curated category, and takes the declared one of a newer version otherwise', async () => {
    const declared = (category: string) => ({
      'a/SKILL.md': skillText({ name: 'a', frontmatter: { metadata: { category } } }),
    });
    await importNamed('repo', declared('testing'));
    await importNamed('repo', declared('devops'));
    assert.equal((await shown('repo/a')).category, 'devops');
    await hub.orm.em
      .fork()
      .execute(`update skills set category = 'data', category_source = 'curated'`);
    await importNamed('repo', declared('security'));
    assert.equal((await shown('repo/a')).category, 'data');
  });

  it('keeps a category of any slug, and derives one where none is declared', async () => {
    await importNamed('repo', {
      'a/SKILL.md': skillText({ name: 'a', frontmatter: { category: 'game-dev' } }),
      'b/SKILL.md': skillText({
        name: 'unit-tests',
        description: 'Writes unit tests with mocks and coverage.',
      }),
      'c/SKILL.md': skillText({ name: 'zzz', description: 'Qwertz.' }),
    });
    const categories = await hub.client.skills.categories.query();
    assert.deepEqual(
      categories.map(({ name, displayName }) => [name, displayName]),
      [
        ['game-dev', 'Game dev'],
        ['other', 'Other'],
        ['testing', 'Testing'],
      ],
    );
  });

  it('does not change the listing for a version that is not the latest', async () => {
    const at = (version: string, description: string) => ({
      'a/SKILL.md': skillText({ name: 'a', description, frontmatter: { metadata: { version } } }),
    });
    await importNamed('repo', at('2.0.0', 'Second.'));
    await importNamed('repo', at('1.0.0', 'First.'));
    const { description, latestVersion } = await shown('repo/a');
    assert.deepEqual([description, latestVersion], ['Second.', '2.0.0']);
  });

  it('takes a skill that is just within the limits', async () => {
    const tree = Object.fromEntries(
      Array.from({ length: 999 }, (_, n) => [`a/f/${n}.txt`, `${n}`]),
    );
    const report = await importNamed('repo', { 'a/SKILL.md': text('a'), ...tree });
    assert.deepEqual(outcomesOf(report), ['a created repo/a 1.0.0']);
    assert.equal((await shown('repo/a')).files.length, 1000);
  });

  it('repairs a SKILL.md that would not load, and keeps the digest of the bytes it found', async () => {
    const source = '---\nname: My Deploy\ndescription: Use when: always\n---\nBody.\n';
    const report = await importNamed('repo', { 'deploy/skill.md': source, 'deploy/x.txt': 'x' });
    assert.deepEqual(outcomesOf(report), ['deploy created repo/my-deploy 1.0.0']);
    const { files, versions, provenance, displayName, description } = await shown('repo/my-deploy');
    assert.deepEqual(
      files.map(({ path }) => path),
      ['SKILL.md', 'x.txt'],
    );
    assert.deepEqual([displayName, description], ['My Deploy', 'Use when: always']);
    assert.match(provenance.sourceDigest ?? '', /^sha256:[0-9a-f]{64}$/);
    assert.notEqual(provenance.sourceDigest, versions[0]?.digest);
  });

  it('leaves a SKILL.md that loads as it is, to the byte', async () => {
    const source =
      '---\r\nname: a\r\ndescription:   "Does a."\r\nfuture-key: [1, 2]\r\n---\r\n\r\nBody';
    await importNamed('repo', { 'a/SKILL.md': source });
    const { files, provenance } = await shown('repo/a');
    assert.deepEqual([files[0]?.size, provenance.sourceDigest], [source.length, undefined]);
  });

  it('stores a bundle once that two skills share', async () => {
    const tree = { 'a/SKILL.md': text('a'), 'a/x.txt': 'x' };
    await importNamed('one', tree);
    await importNamed('two', tree);
    const digests = await Promise.all(
      ['one/a', 'two/a'].map(async (id) => (await shown(id)).versions[0]?.digest),
    );
    assert.equal(digests[0], digests[1]);
    const rows = await hub.orm.em
      .fork()
      .execute('select (select count(*)::int from bundles) b, (select count(*)::int from blobs) l');
    assert.deepEqual(rows, [{ b: 1, l: 2 }]);
  });

  it('makes a shebang executable, and nothing else', async () => {
    await importNamed('repo', {
      'a/SKILL.md': text('a'),
      'a/run': '#!/bin/sh\n',
      'a/lib.sh': 'echo\n',
      'a/empty': '',
    });
    const { files } = await shown('repo/a');
    assert.deepEqual(
      files.filter(({ executable }) => executable).map(({ path }) => path),
      ['run'],
    );
  });
});
