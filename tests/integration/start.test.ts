import assert from 'node:assert/strict';
import { createHmac, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { chmod, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createMarketplaceClient } from '@skill-marketplace/shared/client';
import { Credentials, ServerRegistration } from '@skill-marketplace/shared/contracts';
import { eventually } from '../support/eventually.ts';
import { startMarketplace, type Marketplace } from '../support/marketplace.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { isRunning, postgresPid, untilEnded } from './embeddedPostgres.ts';
import { exchange } from './exchange.ts';
import { refusalOf } from './refusal.ts';

const readJson = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));
const clientOf = ({ url, credentials }: Marketplace) =>
  createMarketplaceClient({ url, token: credentials.token });
const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

describe('a first start', function () {
  this.timeout(120_000);
  let marketplace: Marketplace;
  before(async () => (marketplace = await startMarketplace({ env: { LOG_LEVEL: 'trace' } })));
  after(() => marketplace[Symbol.asyncDispose]());

  it('says where it is, how many skills it has and what to do next', async () => {
    const { total } = await clientOf(marketplace).skills.search.query({});
    assert.ok(total >= 8);
    const said = marketplace
      .output()
      .split('\n')
      .filter((line) => !line.startsWith('{'));
    assert.deepEqual(said, [
      `Skill Marketplace is ready at ${marketplace.url}`,
      `It has ${total} skills, the starter skills among them.`,
      'Next: open VS Code with the Skill Marketplace extension; it finds this server by itself.',
      'Add skills of your own with: npx pnpm@12 marketplace import <folder>',
      'Stop it with Ctrl-C.',
      '',
    ]);
  });

  it('serves the starter skills of every type, all of them installable', async () => {
    const { items, facets, total } = await clientOf(marketplace).skills.search.query({
      limit: 100,
    });
    assert.deepEqual(facets.publisher, [{ value: 'starter', count: total }]);
    assert.deepEqual(facets.skillType.map(({ value }) => value).sort(), [
      'nodejs',
      'prompt_only',
      'python_code',
    ]);
    for (const { reference } of items) {
      const { diagnostics } = await clientOf(marketplace).skills.byId.query({ id: reference });
      assert.deepEqual(diagnostics, [], reference);
    }
  });

  it('answers on its health paths', async () => {
    for (const path of ['live', 'ready']) {
      const { status, body } = await exchange(`${marketplace.url}/health/${path}`);
      assert.deepEqual([status, body.toString()], [200, '{"status":"ok"}']);
    }
  });

  it('says to people and to programs what it is', async () => {
    const page = await exchange(`${marketplace.url}/`, { headers: { accept: 'text/html' } });
    const object = await exchange(`${marketplace.url}/`, {
      headers: { accept: 'application/json' },
    });
    assert.match(page.headers['content-type'] ?? '', /^text\/html/);
    assert.match(page.body.toString(), new RegExp(`give ${marketplace.url}`));
    assert.equal(JSON.parse(object.body.toString()).trpc, `${marketplace.url}/trpc`);
  });

  it("writes the owner's way in, for this user alone", async () => {
    const file = join(marketplace.dataDir, 'credentials.json');
    const credentials = Credentials.strict().parse(readJson(file));
    assert.equal(modeOf(file), '600');
    assert.equal(credentials.url, marketplace.url);
    const { user, roles } = await clientOf(marketplace).session.whoAmI.query();
    assert.deepEqual([user?.name, roles.includes('admin')], [credentials.user, true]);
  });

  it('registers itself, and proves to be the registered one', async () => {
    const file = join(
      marketplace.stateHome,
      'skill-marketplace/servers',
      `${marketplace.credentials.instanceId}.json`,
    );
    const { instanceSecret, ...rest } = ServerRegistration.strict().parse(readJson(file));
    assert.equal(modeOf(file), '600');
    assert.deepEqual(rest, readJson(join(marketplace.dataDir, 'credentials.json')));
    const nonce = randomBytes(16).toString('hex');
    const { proof } = await clientOf(marketplace).server.info.query({ nonce });
    assert.equal(
      proof,
      createHmac('sha256', instanceSecret)
        .update(marketplace.url + nonce)
        .digest('hex'),
    );
  });

  it('lets nobody else into its PostgreSQL', async () => {
    const home = join(marketplace.dataDir, 'postgres');
    assert.deepEqual([modeOf(join(home, 'cluster')), modeOf(join(home, 's'))], ['700', '700']);
    const sockets = (await readdir(join(home, 's'))).filter((name) => name.includes('PGSQL'));
    assert.ok(sockets.length > 0);
  });

  it('logs requests with their id, and no token or query, good or bad', async () => {
    const { token } = marketplace.credentials;
    const bad = `skm_${randomBytes(32).toString('base64url')}`;
    await clientOf(marketplace).skills.search.query({ query: 'unheard-of' });
    await exchange(`${marketplace.url}/nothing?token=${token}`);
    const refused = await exchange(`${marketplace.url}/trpc/server.info`, {
      headers: { authorization: `Bearer ${bad}` },
    });
    const requestId = String(refused.headers['x-request-id']);
    await eventually(() => assert.match(marketplace.output(), new RegExp(requestId)));
    const output = marketplace.output();
    assert.match(output, /"path":"\/trpc\/skills.search"/);
    for (const secret of [token, bad, 'unheard-of', 'Bearer', readSecret(marketplace)]) {
      assert.ok(!output.includes(secret), `the log holds ${secret.slice(0, 8)}…`);
    }
  });
});

describe('a second start', function () {
  this.timeout(120_000);

  it('on data that is served says where, and leaves the first alone', async () => {
    await using first = await startMarketplace();
    const second = startMarketplace({ dataDir: first.dataDir, stateHome: first.stateHome });
    await assert.rejects(second, (error: Error) => {
      const [, said] = error.message.split(/:\n/);
      assert.equal(
        said,
        `Skill Marketplace already runs on ${first.dataDir}, at ${first.url}: use it, stop it first, or set DATA_DIR to another folder.\n`,
      );
      return true;
    });
    await clientOf(first).skills.search.query({});
    assert.ok(isRunning(postgresPid(first.dataDir)));
  });

  it('at the same moment on fresh data serves the same, or says why not', async () => {
    await using data = await temporaryFolder('data');
    await using state = await temporaryFolder('state');
    const options = { dataDir: await openFolder(data.path), stateHome: state.path };
    const starts = await Promise.allSettled([startMarketplace(options), startMarketplace(options)]);
    await using running = new AsyncDisposableStack();
    const served = starts.flatMap((start) =>
      start.status === 'fulfilled' ? [running.use(start.value)] : [],
    );
    assert.ok(served.length > 0);
    // Whoever wrote the credentials last: the token in them holds at both.
    const { token } = Credentials.parse(readJson(join(data.path, 'credentials.json')));
    for (const { url } of served) {
      const client = createMarketplaceClient({ url, token });
      assert.deepEqual((await client.session.whoAmI.query()).roles, ['member', 'admin']);
    }
  });

  it('keeps the identity, the token and everything that was done', async () => {
    await using data = await temporaryFolder('data');
    await using state = await temporaryFolder('state');
    const options = { dataDir: await openFolder(data.path), stateHome: state.path };
    const first = await startMarketplace(options);
    const { items, total } = await clientOf(first).skills.search.query({ limit: 1 });
    await clientOf(first).ratings.rate.mutate({ skillId: items[0]?.id ?? '', rating: 4 });
    await first.stop();
    await using second = await startMarketplace(options);
    assert.deepEqual({ ...second.credentials, url: '' }, { ...first.credentials, url: '' });
    const again = await clientOf(second).skills.search.query({ minRating: 4 });
    assert.deepEqual([again.total, again.items[0]?.id], [1, items[0]?.id]);
    assert.match(second.output(), new RegExp(`^It has ${total} skills\\.$`, 'm'));
    assert.deepEqual(await readdir(join(state.path, 'skill-marketplace/servers')), [
      `${first.credentials.instanceId}.json`,
    ]);
  });

  it('without the credentials file makes another token, and ends the lost one', async () => {
    await using data = await temporaryFolder('data');
    await using state = await temporaryFolder('state');
    const options = { dataDir: await openFolder(data.path), stateHome: state.path };
    const first = await startMarketplace(options);
    await first.stop();
    await rm(join(data.path, 'credentials.json'));
    await using second = await startMarketplace(options);
    assert.notEqual(second.credentials.token, first.credentials.token);
    const lost = createMarketplaceClient({ url: second.url, token: first.credentials.token });
    assert.equal((await refusalOf(lost.session.whoAmI.query())).reason, 'signed_out');
  });
});

describe('the end of a server', function () {
  this.timeout(120_000);

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    it(`by ${signal} leaves no PostgreSQL running and exits with 0`, async () => {
      await using marketplace = await startMarketplace();
      const postgres = postgresPid(marketplace.dataDir);
      process.kill(marketplace.pid, signal);
      const { code } = await marketplace.exited;
      assert.equal(code, 0);
      await untilEnded(postgres);
      assert.ok(!existsSync(join(marketplace.dataDir, 'postgres/cluster/postmaster.pid')));
    });
  }

  it('by kill -9 leaves no PostgreSQL running and no damaged data', async () => {
    await using data = await temporaryFolder('data');
    await using state = await temporaryFolder('state');
    const options = { dataDir: await openFolder(data.path), stateHome: state.path };
    const first = await startMarketplace(options);
    const postgres = postgresPid(data.path);
    const { items } = await clientOf(first).skills.search.query({ limit: 3 });
    for (const { id } of items)
      await clientOf(first).ratings.rate.mutate({ skillId: id, rating: 5 });
    // In the middle of work: what was answered before must be there, the rest may be.
    const unanswered = items.map(({ id }) =>
      clientOf(first)
        .installs.install.mutate({ skillId: id })
        .catch(() => undefined),
    );
    await first.kill();
    await Promise.all(unanswered);
    await untilEnded(postgres);
    await using second = await startMarketplace(options);
    assert.equal((await clientOf(second).skills.search.query({ minRating: 5 })).total, 3);
    await first[Symbol.asyncDispose]();
  });

  it('ends what is asked before it goes', async () => {
    await using marketplace = await startMarketplace();
    const answers = Array.from({ length: 20 }, () =>
      exchange(`${marketplace.url}/trpc/skills.search`),
    );
    await answers[0];
    const stopped = marketplace.stop();
    const statuses = (await Promise.allSettled(answers)).map((answer) =>
      answer.status === 'fulfilled' ? answer.value.status : 'cut',
    );
    assert.ok(!statuses.includes(500), String(statuses));
    assert.equal((await stopped).code, 0);
  });
});

/** Root's PostgreSQL runs as another account, which has to pass through. */
async function openFolder(path: string): Promise<string> {
  await chmod(path, 0o755);
  return path;
}

function readSecret({ stateHome, credentials }: Marketplace): string {
  const file = join(stateHome, 'skill-marketplace/servers', `${credentials.instanceId}.json`);
  return ServerRegistration.parse(readJson(file)).instanceSecret;
}
