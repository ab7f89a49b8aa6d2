import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, readFile, realpath, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  ensurePostgres,
  migrate,
  openOrm,
  type DatabaseAddress,
  type EmbeddedPostgres,
  type Orm,
} from '@skill-marketplace/server/database';
import { afterLastTest } from './acrossFiles.ts';

/** Names a data directory to use, and to keep, instead of a temporary one: later runs start faster. */
const KEPT_DIRECTORY = process.env['TEST_POSTGRES_DIRECTORY'];

/** Our class of advisory locks, for runs that share one server. */
const TEMPLATE_LOCK = 482_900;

/** A database of its own; it goes with the server, or with its scope where the server is kept. */
export interface TestDatabase extends AsyncDisposable {
  readonly address: Extract<DatabaseAddress, { host: string }>;
  /** As `DATABASE_URL` takes it, for servers in processes of their own. */
  readonly url: string;
}

/** The PostgreSQL of this process's tests, with a migrated template to copy. */
interface TestServer {
  postgres: EmbeddedPostgres;
  admin: Orm;
  template: string;
  folder: string;
}

let starting: Promise<TestServer> | undefined;

/** Copies the migrated template: 20 ms or so. Starts the server of this process when it does not run yet. */
export async function cloneDatabase(): Promise<TestDatabase> {
  const { admin, postgres, template } = await testServer();
  const database = `test_${randomUUID().replaceAll('-', '')}`;
  await admin.em
    .fork()
    .execute(`create database ${database} template ${template} strategy file_copy`);
  return {
    address: addressOf(postgres, database),
    url: `postgres://${postgres.user}@127.0.0.1:${postgres.port}/${database}`,
    [Symbol.asyncDispose]: () => dropIfKept(admin, database),
  };
}

/** Makes a database without any table, for tests of the migrations themselves. */
export async function emptyDatabase(): Promise<TestDatabase> {
  const { admin, postgres } = await testServer();
  const database = `empty_${randomUUID().replaceAll('-', '')}`;
  await admin.em.fork().execute(`create database ${database}`);
  return {
    address: addressOf(postgres, database),
    url: `postgres://${postgres.user}@127.0.0.1:${postgres.port}/${database}`,
    [Symbol.asyncDispose]: () => dropIfKept(admin, database),
  };
}

/** Dropping waits for the disk, so it is only done where nobody removes the whole server. */
async function dropIfKept(admin: Orm, database: string): Promise<void> {
  if (KEPT_DIRECTORY === undefined) return;
  await admin.em.fork().execute(`drop database ${database} with (force)`);
}

// Root hooks: the first test of a run is not charged for initdb, and the last leaves nothing behind.
if (typeof before === 'function') {
  before(async function startForAll() {
    this.timeout(120_000);
    await testServer();
  });
  afterLastTest(stopTestServer);
}

/** Stops the server of this process, if it runs, and removes its files unless they are to be kept. */
export async function stopTestServer(): Promise<void> {
  if (starting === undefined) return;
  const { admin, postgres, folder } = await starting;
  starting = undefined;
  await admin.close(true);
  await postgres.stop();
  if (folder !== KEPT_DIRECTORY) await rm(folder, { recursive: true, force: true });
}

function testServer(): Promise<TestServer> {
  starting ??= startServer();
  return starting;
}

async function startServer(): Promise<TestServer> {
  const folder = KEPT_DIRECTORY ?? (await realpath(await mkdtemp(join(tmpdir(), 'skm-pg-'))));
  // As root, PostgreSQL runs under another account, which has to pass through.
  if (KEPT_DIRECTORY === undefined) await chmod(folder, 0o755);
  const settings = {
    // Beside the unix socket also on loopback, since a URL names a host and a port.
    listen_addresses: '127.0.0.1',
    port: String(await freePort()),
  };
  const postgres = await ensurePostgres(folder, settings);
  const admin = await openOrm(addressOf(postgres, 'postgres'));
  return { postgres, admin, folder, template: await ensureTemplate(admin, postgres) };
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return address.port;
}

/** The template's name follows from the migrations, so that a kept server never serves an old schema. */
async function ensureTemplate(admin: Orm, postgres: EmbeddedPostgres): Promise<string> {
  const template = `template_${(await hashOfMigrations()).slice(0, 16)}`;
  // One transaction holds the lock; `create database` takes another connection, since it allows no transaction.
  await admin.em.fork().transactional(async (lock) => {
    await lock.execute('select pg_advisory_xact_lock(?)', [TEMPLATE_LOCK]);
    const em = admin.em.fork();
    const found = await em.execute('select 1 from pg_database where datname = ?', [template]);
    if (found.length > 0) return;
    const draft = `${template}_draft`;
    await em.execute(`drop database if exists ${draft} with (force)`);
    await em.execute(`create database ${draft}`);
    const orm = await openOrm(addressOf(postgres, draft));
    try {
      await migrate(orm);
    } finally {
      await orm.close(true);
    }
    await em.execute(`alter database ${draft} rename to ${template}`);
  });
  return template;
}

async function hashOfMigrations(): Promise<string> {
  const folder = fileURLToPath(new URL('../../server/src/database/migrations/', import.meta.url));
  const hash = createHash('sha256');
  for (const name of (await readdir(folder)).sort()) {
    hash.update(name).update(await readFile(join(folder, name)));
  }
  return hash.digest('hex');
}

function addressOf({ host, port, user }: EmbeddedPostgres, database: string) {
  return { host, port, user, database };
}
