import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { ServerInfo, SkillDetail, SkillSearchResult } from '@skill-marketplace/shared/contracts';
import { startHub, type Hub } from '../support/app.ts';
import { skillText } from '../support/skillFolder.ts';
import { refusalOf } from './refusal.ts';

const SKILL = skillText({
  name: 'deploy',
  description: 'Ships a container.',
  frontmatter: {
    license: 'MIT',
    'allowed-tools': 'Bash(kubectl:*)',
    tags: ['release'],
    metadata: { version: '1.2', category: 'devops', author: 'Mia' },
  },
  body: '# Deploy\n\nRun `scripts/run.sh`.\n',
});

describe('skills.byId', function () {
  this.timeout(30_000);
  let hub: Hub;
  before(async () => {
    hub = await startHub();
    await hub.importFiles({ 'deploy/SKILL.md': SKILL, 'deploy/scripts/run.sh': '#!/bin/sh\n' });
  });
  after(() => hub[Symbol.asyncDispose]());

  it('answers the whole of a skill', async () => {
    const detail = await hub.client.skills.byId.query({ id: 'acme/deploy' });
    const { id, createdAt, updatedAt, files, versions, tokens, capabilities, ...rest } =
      SkillDetail.strict().parse(detail);
    assert.match(id, /^[0-9a-f-]{36}$/);
    assert.ok(createdAt <= updatedAt);
    assert.deepEqual(
      files.map(({ path, executable }) => [path, executable]),
      [
        ['SKILL.md', false],
        ['scripts/run.sh', true],
      ],
    );
    assert.deepEqual(
      versions.map(({ version, availability, size }) => [version, availability, size]),
      [['1.2.0', 'installable', SKILL.length + '#!/bin/sh\n'.length]],
    );
    assert.ok(tokens.metadata > 0 && tokens.body > 0);
    assert.deepEqual(capabilities.map(({ kind }) => kind).sort(), ['preapproved_tool', 'script']);
    assert.deepEqual(rest, {
      reference: 'acme/deploy',
      publisher: 'acme',
      name: 'deploy',
      displayName: 'Deploy',
      description: 'Ships a container.',
      category: 'devops',
      tags: ['release'],
      author: 'Mia',
      skillType: 'prompt_only',
      latestVersion: '1.2.0',
      status: 'active',
      source: 'local',
      averageRating: 0,
      ratingCount: 0,
      verifiedRatingCount: 0,
      installCount: 0,
      readme: '# Deploy\n\nRun `scripts/run.sh`.\n',
      earlierVersions: [],
      loading: [
        { agent: 'vscode', loads: true, because: [] },
        { agent: 'claude', loads: true, because: [] },
        {
          agent: 'specification',
          loads: false,
          because: [
            { code: 'unknown_key', line: 6, message: 'Not keys of the specification: tags.' },
          ],
        },
      ],
      ratingDistribution: [0, 0, 0, 0, 0],
      verifiedRatingDistribution: [0, 0, 0, 0, 0],
      verifiedAverageRating: 0,
      scan: 'none',
      packages: [],
      provenance: {
        kind: 'import',
        path: 'deploy',
        declaredVersion: '1.2',
      },
      diagnostics: [
        {
          code: 'version_completed',
          severity: 'info',
          message: 'The version 1.2 is not a full semantic version.',
          ...(rest.diagnostics[0]?.line === undefined ? {} : { line: rest.diagnostics[0].line }),
          repaired: 'It was read as 1.2.0.',
        },
      ],
    });
  });

  it('takes the id and the reference', async () => {
    const byReference = await hub.client.skills.byId.query({ id: 'acme/deploy' });
    assert.deepEqual(await hub.client.skills.byId.query({ id: byReference.id }), byReference);
    assert.deepEqual(
      await hub.client.skills.byId.query({ id: byReference.id.toUpperCase() }),
      byReference,
    );
    assert.deepEqual(await hub.client.skills.byId.query({ id: 'local:acme/deploy' }), byReference);
  });

  it('lists versions newest first, of which the latest is shown', async () => {
    await using second = await startHub();
    for (const version of ['1.0.0', '2.0.0-beta.1', '1.10.0', '1.9.0']) {
      const text = skillText({
        name: 'deploy',
        frontmatter: { metadata: { version } },
        body: `# Version ${version}\n`,
      });
      await second.importFiles({ 'deploy/SKILL.md': text });
    }
    const { versions, latestVersion, readme } = await second.client.skills.byId.query({
      id: 'acme/deploy',
    });
    assert.deepEqual(
      versions.map(({ version }) => version),
      ['1.9.0', '1.10.0', '2.0.0-beta.1', '1.0.0'],
    );
    assert.deepEqual([latestVersion, readme], ['1.10.0', '# Version 1.10.0\n']);
  });

  it('and a search answer nothing beside the contract', async () => {
    const found = await hub.client.skills.search.query({ query: 'ships' });
    const Strict = SkillSearchResult.strict();
    assert.deepEqual(Strict.parse(found), found);
  });
});

describe('skills.original', function () {
  this.timeout(30_000);
  let hub: Hub;
  before(async () => (hub = await startHub()));
  after(() => hub[Symbol.asyncDispose]());

  const decoded = (text: string) => Buffer.from(text, 'base64').toString();

  it('gives a repaired skill file as it came in, and as an install writes it', async () => {
    const source = '---\nname: My Tool\ndescription: Use when: needed\n---\nText.\n';
    await hub.importFiles({ 'tool/skill.md': source, 'tool/a.txt': 'a' });
    const original = await hub.client.skills.original.query({ id: 'acme/my-tool' });
    assert.deepEqual([original.path, decoded(original.content)], ['skill.md', source]);
    assert.match(
      decoded(original.repaired),
      /^---\nname: my-tool\ndescription: "?Use when: needed/,
    );
    const { versions, files, provenance } = await hub.client.skills.byId.query({
      id: 'acme/my-tool',
    });
    assert.equal(Buffer.byteLength(decoded(original.repaired)), files[0]?.size);
    // What came in is kept to be compared, never to be installed.
    const bundle = (digest = '') =>
      fetch(`${hub.url}/bundles/${digest.replace('sha256:', '')}.zip`, { method: 'HEAD' });
    assert.equal((await bundle(provenance.sourceDigest)).status, 404);
    assert.equal((await bundle(versions[0]?.digest)).status, 200);
  });

  it('has nothing for a skill that was not repaired, and for those who may not see it', async () => {
    await hub.importFiles({ 'fine/SKILL.md': skillText({ name: 'fine' }) });
    const { reason, message } = await refusalOf(
      hub.client.skills.original.query({ id: 'acme/fine' }),
    );
    assert.deepEqual([reason, message], ['not_found', 'Nothing was repaired in acme/fine 1.0.0.']);
    await hub.importFiles({ 'held/SKILL.md': '# Held\n\nNo frontmatter.\n' });
    await hub.changeState('acme/held', '1.0.0', { decision: 'undecided' });
    const held = hub.client.skills.original.query({ id: 'acme/held', version: '1.0.0' });
    assert.equal((await refusalOf(held)).reason, 'not_found');
    const seen = await hub.ownerClient.skills.original.query({ id: 'acme/held', version: '1.0.0' });
    assert.equal(seen.path, 'SKILL.md');
  });
});

describe('server.info', function () {
  this.timeout(30_000);

  it('proves with a nonce that it knows the secret of its registration', async () => {
    await using hub = await startHub();
    const nonce = 'n'.repeat(16);
    const { proof, ...info } = ServerInfo.strict().parse(
      await hub.client.server.info.query({ nonce }),
    );
    assert.equal(
      proof,
      createHmac('sha256', hub.identity.secret)
        .update(hub.url + nonce)
        .digest('hex'),
    );
    assert.deepEqual(info, {
      instanceId: hub.identity.instanceId,
      name: 'local',
      apiVersion: 1,
      features: ['skills', 'ratings', 'installs', 'publishing', 'advisories', 'moderation'],
      anonymousRead: true,
    });
  });

  it('gives no proof without a nonce', async () => {
    await using hub = await startHub();
    assert.equal((await hub.client.server.info.query()).proof, undefined);
  });
});

describe('session.whoAmI', function () {
  this.timeout(30_000);

  it('names the user with roles, scopes and publishers', async () => {
    await using hub = await startHub();
    const mia = await hub.addUser('mia', {
      roles: ['member', 'reviewer'],
      publishers: ['globex', 'acme'],
    });
    assert.deepEqual(await mia.client.session.whoAmI.query(), {
      user: { id: mia.id, name: 'mia' },
      roles: ['member', 'reviewer'],
      scopes: ['read', 'rate', 'install', 'publish', 'moderate'],
      publishers: [{ name: 'acme' }, { name: 'globex' }],
    });
  });

  it('gives the owner a publisher named local, with every scope', async () => {
    await using hub = await startHub();
    const { publishers, roles, scopes } = await hub.ownerClient.session.whoAmI.query();
    assert.deepEqual([publishers, roles], [[{ name: 'local' }], ['member', 'admin']]);
    assert.deepEqual(scopes, [
      'read',
      'rate',
      'install',
      'publish',
      'moderate',
      'admin',
      'delegate',
    ]);
  });
});
