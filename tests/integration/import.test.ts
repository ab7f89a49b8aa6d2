import assert from 'node:assert/strict';
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { startHub, type Hub } from '../support/app.ts';
import { folderOf, type FileTree } from '../support/skillFolder.ts';
import { importBelow, outcomesOf, plainSkill, removeSkills } from './namedImport.ts';

const text = plainSkill;

describe('an import', function () {
  this.timeout(60_000);
  let hub: Hub;
  before(async () => (hub = await startHub()));
  after(() => hub[Symbol.asyncDispose]());
  afterEach(() => removeSkills(hub));

  const importNamed = (name: string, tree: FileTree, publisher?: string) =>
    importBelow(hub, name, tree, publisher);
  const shown = async (reference: string) => hub.ownerClient.skills.byId.query({ id: reference });

  describe('finds the publisher', () => {
    const meta = JSON.stringify({ owner: 'Globex Corp' });
    const cases: [string, string, FileTree, string | undefined, string[]][] = [
      [
        'that is asked for, over all else',
        'x',
        { 'skills/acme/a/SKILL.md': text('a'), 'skills/acme/a/_meta.json': meta },
        'asked',
        ['asked/a'],
      ],
      [
        'of _meta.json',
        'x',
        { 'skills/acme/a/SKILL.md': text('a'), 'skills/acme/a/_meta.json': meta },
        undefined,
        ['globex-corp/a'],
      ],
      [
        'in the folder above, below one named skills',
        'x',
        { 'skills/acme/a/SKILL.md': text('a'), 'skills/globex/b/SKILL.md': text('b') },
        undefined,
        ['acme/a', 'globex/b'],
      ],
      [
        'in the same way when the root itself is named skills',
        'skills',
        { 'acme/a/SKILL.md': text('a') },
        undefined,
        ['acme/a'],
      ],
      [
        'in the name of the imported folder',
        'My Team',
        { 'a/SKILL.md': text('a'), 'deeper/down/b/SKILL.md': text('b') },
        undefined,
        ['my-team/a', 'my-team/b'],
      ],
      [
        'in the name of the parent of a root named skills',
        'team/skills',
        { 'a/SKILL.md': text('a') },
        undefined,
        ['team/a'],
      ],
      [
        'in the root also when the skills folder holds skills directly',
        'repo',
        { 'skills/a/SKILL.md': text('a') },
        undefined,
        ['repo/a'],
      ],
      [
        'without _meta.json that is none',
        'repo',
        { 'a/SKILL.md': text('a'), 'a/_meta.json': '{' },
        undefined,
        ['repo/a'],
      ],
      [
        'in a root that is itself the skill',
        'deploy',
        { 'SKILL.md': text('deploy') },
        undefined,
        ['deploy/deploy'],
      ],
    ];
    for (const [what, root, tree, asked, references] of cases) {
      it(what, async () => {
        const report = await importNamed(root, tree, asked);
        assert.deepEqual(
          report.skills.map(({ reference }) => reference),
          references,
        );
      });
    }
  });

  it('makes nobody a member, and gives nothing to local', async () => {
    await importNamed('repo', { 'a/SKILL.md': text('a') });
    const members = await hub.orm.em.fork().execute(`select publisher from publisher_members`);
    assert.deepEqual(members, [{ publisher: 'local' }]);
    assert.equal((await hub.client.skills.search.query({ publisher: 'local' })).total, 0);
  });

  it('takes a SKILL.md inside a skill for a part, except in its own skills folder', async () => {
    const report = await importNamed('repo', {
      'outer/SKILL.md': text('outer'),
      'outer/examples/inner/SKILL.md': text('inner'),
      'outer/skills/own/SKILL.md': text('own'),
      'outer/skills/own/nested/SKILL.md': text('nested'),
      'outer/skills.md': 'x',
    });
    assert.deepEqual(outcomesOf(report), [
      'outer created repo/outer 1.0.0',
      'outer/examples/inner skipped part_of',
      'outer/skills/own created repo/own 1.0.0',
      'outer/skills/own/nested skipped part_of',
    ]);
    const { files } = await shown('repo/outer');
    assert.deepEqual(
      files.map(({ path }) => path),
      ['SKILL.md', 'examples/inner/SKILL.md', 'skills.md'],
    );
    const own = await shown('repo/own');
    assert.deepEqual(
      own.files.map(({ path }) => path),
      ['SKILL.md', 'nested/SKILL.md'],
    );
  });

  it('gives an identity to the shallower, then to the first by path', async () => {
    const report = await importNamed('repo', {
      'b/SKILL.md': text('deploy', 'b'),
      'a/deep/SKILL.md': text('deploy', 'deep'),
      'c/SKILL.md': text('deploy', 'c'),
    });
    assert.deepEqual(outcomesOf(report), [
      'a/deep skipped duplicate_identity',
      'b created repo/deploy 1.0.0',
      'c skipped duplicate_identity',
    ]);
    assert.match(
      report.skills[0]?.message ?? '',
      /^repo\/deploy is already taken by the skill in b\.$/,
    );
  });

  it('changes nothing the second time', async () => {
    const tree = {
      'a/SKILL.md': text('a'),
      'b/SKILL.md': 'No frontmatter.',
      'b/part/SKILL.md': text('p'),
    };
    const first = await importNamed('repo', tree);
    const before = await hub.client.skills.search.query({});
    const counts = async () =>
      hub.orm.em.fork()
        .execute(`select (select count(*)::int from skills) s, (select count(*)::int from versions) v,
        (select count(*)::int from bundles) b, (select count(*)::int from blobs) l, (select count(*)::int from audit_events) e`);
    const rows = await counts();
    const second = await importNamed('repo', tree);
    assert.deepEqual(
      [first.created, second.created, second.updated, second.unchanged, second.skipped],
      [2, 0, 0, 2, 1],
    );
    assert.deepEqual(await hub.client.skills.search.query({}), before);
    assert.deepEqual(await counts(), rows);
  });

  it('never revives a blocked or yanked digest', async () => {
    const tree = { 'a/SKILL.md': text('a') };
    await importNamed('repo', tree);
    for (const change of [
      { decision: 'blocked' as const },
      { decision: 'approved' as const, yankedAt: new Date() },
    ]) {
      await hub.changeState('repo/a', '1.0.0', change);
      assert.equal((await importNamed('repo', tree)).unchanged, 1);
      const { versions, latestVersion } = await shown('repo/a');
      assert.deepEqual(
        [versions.map(({ availability }) => availability), latestVersion],
        [[change.decision === 'blocked' ? 'blocked' : 'restoreOnly'], null],
      );
    }
  });

  it('follows no link: not to a SKILL.md, a file or a folder', async () => {
    await using secret = await folderOf({ 'secret.txt': 'secret', 'SKILL.md': text('stolen') });
    await using outside = await folderOf({
      'repo/linked/SKILL.md': { link: join(secret.path, 'SKILL.md') },
      'repo/folder': { link: secret.path },
      'repo/a/SKILL.md': text('a'),
      'repo/a/secret.txt': { link: join(secret.path, 'secret.txt') },
      'repo/a/assets': { link: secret.path },
    });
    await symlink('a', join(outside.path, 'repo/loop'));
    const report = await hub.importFolder(join(outside.path, 'repo'));
    assert.deepEqual(outcomesOf(report), ['a created repo/a 1.0.0', 'linked skipped link']);
    const { files, diagnostics } = await shown('repo/a');
    assert.deepEqual(
      files.map(({ path }) => path),
      ['SKILL.md'],
    );
    assert.deepEqual(
      diagnostics.map(({ code }) => code),
      ['link_left_out', 'link_left_out'],
    );
  });

  it('reports every SKILL.md once; the five outcomes add up', async () => {
    await importNamed('repo', {
      'same/SKILL.md': text('same'),
      'changed/SKILL.md': text('changed'),
    });
    await using outside = await folderOf({
      'repo/same/SKILL.md': text('same'),
      'repo/changed/SKILL.md': text('changed', 'Other.'),
      'repo/fresh/SKILL.md': text('fresh'),
      'repo/fresh/part/SKILL.md': text('part'),
      'repo/unsafe/SKILL.md': text('unsafe'),
      'repo/unsafe/con.txt': 'x',
      'repo/node_modules/x/SKILL.md': text('x'),
      'repo/.git/SKILL.md': text('y'),
    });
    const { skills, diagnostics, ...counts } = await hub.importFolder(join(outside.path, 'repo'));
    assert.deepEqual(counts, {
      found: 5,
      created: 1,
      updated: 1,
      unchanged: 1,
      skipped: 1,
      failed: 1,
    });
    assert.deepEqual(
      skills.map(({ path, outcome }) => `${path} ${outcome}`),
      ['changed updated', 'fresh created', 'fresh/part skipped', 'same unchanged', 'unsafe failed'],
    );
    assert.deepEqual(diagnostics, {});
  });

  it('finds nothing in an empty folder', async () => {
    const report = await importNamed('repo', { 'readme.txt': 'x' });
    assert.deepEqual([report.found, report.skills], [0, []]);
  });

  it('waits for another one on the same database', async () => {
    const tree = Object.fromEntries(
      Array.from({ length: 30 }, (_, n) => [`s${n}/SKILL.md`, text(`s${n}`)]),
    );
    const reports = await Promise.all([
      importNamed('repo', tree),
      importNamed('repo', tree),
      importNamed('repo', tree),
    ]);
    assert.deepEqual(reports.map(({ created, unchanged }) => `${created} ${unchanged}`).sort(), [
      '0 30',
      '0 30',
      '30 0',
    ]);
  });

  it('is approved and not scanned, with a record of who did it', async () => {
    await importNamed('repo', { 'a/SKILL.md': text('a') });
    const { scan, versions } = await shown('repo/a');
    assert.deepEqual([scan, versions[0]?.availability], ['none', 'installable']);
    const { id } = (await hub.ownerClient.session.whoAmI.query()).user ?? assert.fail();
    const events = await hub.orm.em
      .fork()
      .execute(
        `select action, actor_id from audit_events where subject_id in (select id::text from skills union select id::text from versions) order by id`,
      );
    assert.deepEqual(events, [
      { action: 'skill.create', actor_id: id },
      { action: 'version.create', actor_id: id },
    ]);
  });
});
