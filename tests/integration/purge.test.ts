import assert from 'node:assert/strict';
import { startHub, type Hub, type HubUser } from '../support/app.ts';
import { publicationOf } from '../support/publication.ts';
import { skillText } from '../support/skillFolder.ts';
import { refusalOf } from './refusal.ts';

/** What must be nowhere afterwards. */
const SECRET = 'hunter2xyzzy';

describe('moderation.purge', function () {
  this.timeout(30_000);
  let hub: Hub;
  let reviewer: HubUser;
  beforeEach(async () => {
    hub = await startHub();
    reviewer = await hub.addUser('rita', { roles: ['member', 'reviewer'], publishers: ['acme'] });
  });
  afterEach(() => hub[Symbol.asyncDispose]());

  /** A skill that says the secret wherever a skill can say something. */
  const leak = (version: string, rest: object = {}) =>
    hub.ownerClient.publishing.publish.mutate({
      ...publicationOf(
        'acme',
        'leaky',
        {
          'SKILL.md': skillText({
            name: 'leaky',
            description: `Uses ${SECRET}.`,
            frontmatter: {
              author: SECRET,
              tags: [SECRET],
              homepage: `https://e.example/${SECRET}`,
            },
            body: `# Leaky\n\nLog in with ${SECRET}.\n`,
          }),
          'scripts/run.py': `# ${SECRET}\nimport requests\nrequests.get("https://${SECRET}.dev")\n`,
          LICENSE: 'MIT, shared with others.',
        },
        { version },
      ),
      ...rest,
    });
  const purge = ({ client }: Pick<HubUser, 'client'>, version = '1.0.0') =>
    client.moderation.purge.mutate({
      skillId: 'acme/leaky',
      version,
      reason: 'A password was published.',
    });
  /** Tables and columns where the secret still stands. */
  const places = async (): Promise<string[]> => {
    const em = hub.orm.em.fork();
    const columns = await em.execute<{ t: string; c: string; kind: string }[]>(
      `select table_name t, column_name c, udt_name kind from information_schema.columns
        where table_schema = 'public' and table_name <> 'audit_events'`,
    );
    const found: string[] = [];
    for (const { t, c, kind } of columns) {
      const text = kind === 'bytea' ? `encode("${c}", 'escape')` : `"${c}"::text`;
      const [row] = await em.execute<{ n: number }[]>(
        `select count(*)::int n from "${t}" where ${text} like '%${SECRET}%'`,
      );
      if (row !== undefined && row.n > 0) found.push(`${t}.${c}`);
    }
    return found.sort();
  };

  it('removes the bytes and every text of a version, and whatever a search knew of it', async () => {
    const { digest } = await leak('1.0.0');
    assert.deepEqual(await places(), [
      'blobs.content',
      'search_words.lexeme',
      'search_words.word',
      'skill_documents.doc',
      'skills.author',
      'skills.description',
      'skills.head',
      'skills.homepage',
      'skills.tags',
      'versions.analysis',
      'versions.listing',
      'versions.readme',
    ]);
    assert.deepEqual(await purge({ client: hub.ownerClient }), {
      purged: [
        { reference: 'acme/leaky', version: '1.0.0', status: 'banned', availability: 'blocked' },
      ],
      kept: [],
    });
    assert.deepEqual(await places(), []);
    const bundle = await fetch(`${hub.url}/bundles/${digest.slice('sha256:'.length)}.zip`, {
      headers: { authorization: `Bearer ${hub.owner.token}` },
    });
    assert.equal(bundle.status, 404);
    const { versions, files, readme } = await hub.ownerClient.skills.byId.query({
      id: 'acme/leaky',
    });
    assert.deepEqual(
      [versions.map(({ availability }) => availability), files, readme],
      [['blocked'], [], ''],
    );
    const [advisory] = await hub.client.advisories.check.query({ digests: [digest] });
    assert.deepEqual(
      [advisory?.advisory, advisory?.message],
      ['blocked', 'A password was published.'],
    );
  });

  it('shows the version before it, if there is one', async () => {
    await hub.ownerClient.publishing.publish.mutate(
      publicationOf('acme', 'leaky', {}, { version: '0.9.0' }),
    );
    await leak('1.0.0');
    await purge({ client: hub.ownerClient });
    const { latestVersion, description, status } = await hub.client.skills.byId.query({
      id: 'acme/leaky',
    });
    assert.deepEqual([latestVersion, description, status], ['0.9.0', 'Does leaky.', 'active']);
    assert.deepEqual(await places(), []);
  });

  it('keeps the number taken, for the same bytes and for others', async () => {
    await leak('1.0.0');
    await purge({ client: hub.ownerClient });
    assert.equal((await refusalOf(leak('1.0.0'))).reason, 'version_exists');
    const other = publicationOf('acme', 'leaky', { 'a.txt': 'other' }, { version: '1.0.0' });
    const refusal = await refusalOf(hub.ownerClient.publishing.publish.mutate(other));
    assert.equal(refusal.reason, 'version_exists');
    // The bytes come in under no other number, and under no other name.
    assert.equal((await refusalOf(leak('1.0.1'))).reason, 'not_allowed');
    assert.equal((await refusalOf(leak('1.0.0', { publisher: 'globex' }))).reason, 'not_allowed');
    const imported = await hub.importFiles({ 'leaky/SKILL.md': skillText({ name: 'leaky' }) });
    assert.equal(imported.skills[0]?.version, '1.0.1');
    assert.deepEqual(await places(), []);
  });

  it('empties every version with the same bytes, and says which files stay and who has them', async () => {
    await leak('1.0.0');
    await leak('1.0.0', { publisher: 'globex', name: 'copy' });
    await hub.ownerClient.publishing.publish.mutate(
      publicationOf('acme', 'neighbour', { LICENSE: 'MIT, shared with others.' }),
    );
    const { purged, kept } = await purge({ client: hub.ownerClient });
    assert.deepEqual(purged.map(({ reference }) => reference).sort(), [
      'acme/leaky',
      'globex/copy',
    ]);
    assert.deepEqual(
      kept.map(({ path, heldBy }) => [path, heldBy]),
      [['LICENSE', [{ reference: 'acme/neighbour', version: '1.0.0' }]]],
    );
    assert.deepEqual(await places(), []);
    const { digest } = await hub.client.installs.plan.query({ skillId: 'acme/neighbour' });
    const zip = await fetch(`${hub.url}/bundles/${digest.slice('sha256:'.length)}.zip`);
    assert.match(await zip.text(), /MIT, shared with others\./);
  });

  it('removes the bytes from before a repair as well', async () => {
    await hub.importFiles({
      'leaky/skill.md': `# Leaky\n\nLog in with ${SECRET}.\n`,
    });
    await purge({ client: hub.ownerClient });
    assert.deepEqual(await places(), []);
  });

  it('is for admins only, and the same again changes nothing', async () => {
    await leak('1.0.0');
    assert.equal((await refusalOf(purge(reviewer))).reason, 'not_allowed');
    const first = await purge({ client: hub.ownerClient });
    assert.deepEqual(await purge({ client: hub.ownerClient }), first);
  });
});
