import assert from 'node:assert/strict';
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { startHub, type Hub } from '../support/app.ts';
import { makeRepository, type TestRepository } from '../support/gitRepository.ts';
import { startGitServer, type GitServer } from '../support/gitServer.ts';
import { runMarketplace } from '../support/marketplace.ts';
import { skillText } from '../support/skillFolder.ts';
import { temporaryFolder, type TemporaryFolder } from '../support/temporaryFolder.ts';
import { refusalOf } from './refusal.ts';

describe('importing a repository', function () {
  this.timeout(60_000);
  let folder: TemporaryFolder;
  let repository: TestRepository;
  let server: GitServer;
  let hub: Hub;
  let commit: string;

  before(async () => {
    folder = await temporaryFolder('repository');
    const root = join(folder.path, 'served');
    repository = await makeRepository(join(root, 'globex', 'skills'));
    await repository.commit({ 'old/SKILL.md': skillText({ name: 'old' }) });
    await repository.git('tag', 'v1');
    await repository.git('rm', '-r', '--quiet', 'old');
    await repository.commit({
      'review/SKILL.md': skillText({ name: 'review' }),
      'review/scripts/run': 'echo hi\n',
      'acme/deploy/SKILL.md': skillText({ name: 'deploy' }),
      'README.md': 'Hello',
    });
    await chmod(join(repository.path, 'review/scripts/run'), 0o755);
    commit = await repository.commit({});
    server = await startGitServer(root);
    const caFile = join(folder.path, 'ca.pem');
    await writeFile(caFile, server.authority);
    hub = await startHub({
      config: {
        git: {
          hosts: [{ host: 'git.example', port: server.port, address: '127.0.0.1' }],
          caFile,
          searchPath: process.env['PATH'],
        },
      },
    });
  });
  after(async () => {
    await hub?.[Symbol.asyncDispose]();
    await server?.[Symbol.asyncDispose]();
    await folder?.[Symbol.asyncDispose]();
  });

  const url = (path = 'globex/skills') => `https://git.example:${server.port}/${path}`;
  const imported = (source: { url: string; ref?: string; subfolder?: string }) =>
    hub.ownerClient.publishing.import.mutate({ source: { type: 'github_url', ...source } });

  it('over https takes every skill of its newest commit, and remembers where it came from', async () => {
    const { results, skipped } = await imported({ url: url() });
    assert.deepEqual(
      [results.map(({ path, reference }) => `${path} ${reference}`), skipped],
      [['acme/deploy acme/deploy', 'review globex/review'], []],
    );
    const { provenance, files } = await hub.client.skills.byId.query({ id: 'globex/review' });
    assert.deepEqual(provenance, { kind: 'import', url: url(), commit, path: 'review' });
    assert.deepEqual(
      files.filter(({ executable }) => executable).map(({ path }) => path),
      ['scripts/run'],
    );
    const again = await imported({ url: url() });
    assert.deepEqual(
      again.results.map(({ outcome }) => outcome),
      ['unchanged', 'unchanged'],
    );
  });

  it('takes another ref, a subfolder, and the page that a forge shows of one', async () => {
    const references = async (source: Parameters<typeof imported>[0]) =>
      (await imported(source)).results.map(({ reference }) => reference);
    assert.deepEqual(await references({ url: url(), ref: 'v1' }), ['globex/old']);
    assert.deepEqual(await references({ url: url(), subfolder: 'acme' }), ['acme/deploy']);
    assert.deepEqual(await references({ url: `${url()}/tree/main/acme` }), ['acme/deploy']);
  });

  it('says what is wrong with an address, and reaches no host that is not listed', async () => {
    const reasonOf = async (source: Parameters<typeof imported>[0]) =>
      (await refusalOf(imported(source))).reason;
    const asked = server.requests.length;
    assert.equal(
      await reasonOf({ url: `https://127.0.0.1:${server.port}/globex/skills` }),
      'not_allowed',
    );
    assert.equal(await reasonOf({ url: pathToFileURL(repository.path).href }), 'invalid_input');
    assert.equal(await reasonOf({ url: repository.path }), 'invalid_input');
    assert.equal(await reasonOf({ url: 'git@git.example:globex/skills' }), 'invalid_input');
    assert.equal(server.requests.length, asked);
    assert.equal(await reasonOf({ url: url('globex/none') }), 'not_found');
    assert.equal(await reasonOf({ url: url(), ref: 'none' }), 'not_found');
    assert.equal(await reasonOf({ url: url(), subfolder: 'none' }), 'not_found');
  });

  it('on the command line also from this machine, by URL, by path, and bare', async () => {
    await using data = await temporaryFolder('data');
    const on = { dataDir: join(data.path, 'data'), stateHome: join(data.path, 'state') };
    const bare = join(folder.path, 'copies', 'bare.git');
    await repository.git('clone', '--quiet', '--bare', '.', bare);
    const importedBy = async (...args: string[]) => {
      const command = ['import', ...args, '--json'];
      const { stdout, stderr } = await runMarketplace(command, on, {
        DATABASE_URL: hub.databaseUrl,
      });
      return JSON.parse(stdout === '' ? assert.fail(stderr) : stdout).skills.map(
        ({ reference }: { reference: string }) => reference,
      );
    };
    const { href } = pathToFileURL(repository.path);
    assert.deepEqual(await importedBy(href), ['acme/deploy', 'globex/review']);
    assert.deepEqual(await importedBy(repository.path, '--ref', 'v1'), ['globex/old']);
    assert.deepEqual(await importedBy(bare), ['bare/deploy', 'bare/review']);
    const { provenance } = await hub.client.skills.byId.query({ id: 'bare/review' });
    assert.deepEqual([provenance.commit, provenance.url], [commit, undefined]);
  });
});
