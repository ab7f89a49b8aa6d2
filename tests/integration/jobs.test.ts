import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Orm } from '@skill-marketplace/server/database';
import { startJobs, type Jobs } from '../../server/src/jobs/jobs.ts';
import type { JobLogger, JobScope, Queue } from '../../server/src/jobs/queue.ts';
import {
  deleteOrphanBlobs,
  deleteOrphanBundles,
} from '../../server/src/storage/sweep.repository.ts';
import { startHub, type Hub } from '../support/app.ts';
import { eventually } from '../support/eventually.ts';
import { startMarketplace, type MarketplaceOptions } from '../support/marketplace.ts';
import { publicationOf } from '../support/publication.ts';
import { assertWhole } from '../support/storedState.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { exchange } from './exchange.ts';

/** Puts in bundles that no version points at, each with two files and a blob that nothing points at. */
async function addOrphans(orm: Orm, count: number): Promise<void> {
  await orm.em.fork().execute(
    `with orphans as (
      insert into bundles (id, digest, size, created_at)
      select id, 'sha256:' || encode(sha256(convert_to(id::text, 'UTF8')), 'hex'), 1, now()
      from (select gen_random_uuid() as id from generate_series(1, ?)) ids returning id
    ), parts as (
      select id, part, convert_to(id || part, 'UTF8') as content
      from orphans, unnest(array['a', 'b', 'unused']) part
    ), stored as (
      insert into blobs (sha256, size, content, created_at)
      select encode(sha256(content), 'hex'), octet_length(content), content, now() from parts
    )
    insert into bundle_files (bundle_id, path, sha256, executable)
    select id, part, encode(sha256(content), 'hex'), false from parts where part <> 'unused'`,
    [count],
  );
}

/** Takes the versions away from their bundles, as an admin's purge does, and the skills with them. */
async function forgetSkills(orm: Orm): Promise<void> {
  await orm.em.fork().transactional(async (em) => {
    await em.execute('delete from earlier_versions');
    await em.execute('delete from versions');
    await em.execute('delete from skills');
  });
}

const countOf = async (orm: Orm, table: 'bundles' | 'blobs') => {
  const sql = `select count(*)::int as count from ${table}`;
  const [row] = await orm.em.fork().execute<{ count: number }[]>(sql);
  return row?.count;
};

describe('the sweep of orphans', function () {
  this.timeout(120_000);
  let hub: Hub;
  beforeEach(async () => (hub = await startHub()));
  afterEach(() => hub[Symbol.asyncDispose]());

  const serve = (options: MarketplaceOptions = {}) =>
    startMarketplace({ ...options, env: { DATABASE_URL: hub.databaseUrl } });

  it('at the start of a server removes what nothing points at, and says how much', async () => {
    const { publish } = hub.ownerClient.publishing;
    await publish.mutate(publicationOf('acme', 'deploy', { 'a.txt': 'a', 'b.txt': 'b' }));
    const before = [await countOf(hub.orm, 'bundles'), await countOf(hub.orm, 'blobs')];
    await addOrphans(hub.orm, 3);
    await using server = await serve();
    await eventually(() =>
      assert.match(server.output(), /"bundles":3,"blobs":9,"msg":"removed what nothing points at"/),
    );
    assert.deepEqual([await countOf(hub.orm, 'bundles'), await countOf(hub.orm, 'blobs')], before);
    assert.deepEqual(await assertWhole(hub.orm), ['acme/deploy 1.0.0']);
  });

  it('is made up for by the next start when the server was killed', async () => {
    await addOrphans(hub.orm, 700);
    const first = await serve();
    await first.kill();
    await addOrphans(hub.orm, 1);
    await using second = await serve();
    await eventually(async () => assert.equal(await countOf(hub.orm, 'blobs'), await referenced()));
    assert.equal(second.output().includes('a job failed'), false);
    await assertWhole(hub.orm);
    await first[Symbol.asyncDispose]();
  });

  it('comes with one of the work folders that a killed server left', async () => {
    await using data = await temporaryFolder('data');
    const left = await serve({ dataDir: data.path });
    await left.kill();
    const folder = join(data.path, 'work', `${left.pid}-aBcDeF`);
    await mkdir(folder, { recursive: true });
    await using _next = await serve({ dataDir: data.path });
    assert.equal(existsSync(folder), false);
    await left[Symbol.asyncDispose]();
  });

  it('leaves alone what is published again at the same moment', async () => {
    const numbers = Array.from({ length: 24 }, (_, number) => number);
    const publishAll = () =>
      Promise.all(
        numbers.map((number) =>
          hub.ownerClient.publishing.publish.mutate(
            publicationOf('acme', `skill-${number}`, { 'a.txt': `${number}`, 'b.txt': 'shared' }),
          ),
        ),
      );
    const tree = Object.fromEntries(
      numbers.map((number) => [
        `imported-${number}/SKILL.md`,
        `---\nname: imported-${number}\ndescription: Imported.\n---\n`,
      ]),
    );
    for (let round = 0; round < 6; round += 1) {
      const published = new AbortController();
      const sweeping = [0, 1].map(async () => {
        while (!published.signal.aborted) await sweep(hub.orm);
      });
      try {
        await Promise.all([publishAll(), hub.importFiles(tree)]);
      } finally {
        published.abort();
      }
      await Promise.all(sweeping);
      assert.equal((await assertWhole(hub.orm)).length, 2 * numbers.length);
      await forgetSkills(hub.orm);
    }
    await sweep(hub.orm);
    assert.deepEqual([await countOf(hub.orm, 'bundles'), await countOf(hub.orm, 'blobs')], [0, 0]);
  });

  /** Number of blobs that a version holds. */
  async function referenced(): Promise<number | undefined> {
    const [row] = await hub.orm.em.fork().execute<{ count: number }[]>(
      `select count(distinct f.sha256)::int as count
      from versions v join bundle_files f on f.bundle_id = v.bundle_id`,
    );
    return row?.count;
  }
});

describe('jobs', function () {
  this.timeout(60_000);
  let hub: Hub;
  beforeEach(async () => (hub = await startHub()));
  afterEach(() => hub[Symbol.asyncDispose]());

  it('that fail are logged, and tried again', async () => {
    let attempts = 0;
    const log = recordingLog();
    const run = async () => {
      attempts += 1;
      if (attempts === 1) throw new Error('nothing works');
    };
    await using _jobs = await start([queueOf(run)], log);
    await eventually(() => assert.equal(attempts, 2));
    await eventually(async () => assert.deepEqual(await states(), ['completed']));
    const [[fields, message] = []] = log.errors;
    assert.deepEqual(
      [log.errors.length, message, fields],
      [1, 'a job failed', { err: new Error('nothing works'), queue: 'test', attempt: 1 }],
    );
  });

  it('are waited for when the server stops', async () => {
    const seen: string[] = [];
    const began = Promise.withResolvers<void>();
    const jobs = await start([
      queueOf(async ({ orm }) => {
        began.resolve();
        await orm.em.fork().execute('select pg_sleep(0.5)');
        seen.push('done');
      }),
    ]);
    await began.promise;
    await jobs.stop(10_000);
    assert.deepEqual(seen, ['done']);
    assert.deepEqual(await states(), ['completed']);
  });

  it('that take too long are told to leave off, and are done again later', async () => {
    const began = Promise.withResolvers<void>();
    const left = Promise.withResolvers<void>();
    const jobs = await start([
      queueOf(async ({ signal }) => {
        began.resolve();
        await once(signal, 'abort');
        left.resolve();
        signal.throwIfAborted();
      }),
    ]);
    await began.promise;
    await jobs.stop(1000);
    await left.promise;
    assert.deepEqual(await states(), ['retry']);
  });

  it('wait once, however many starts ask for them', async () => {
    let runs = 0;
    const queue = queueOf(async () => {
      runs += 1;
    });
    const first = await start([queue]);
    await eventually(async () => assert.deepEqual(await states(), ['completed']));
    await first.stop(1000);
    await using stack = new AsyncDisposableStack();
    // It waits once more, and nobody gets it while we hold its row.
    await hub.orm.em.fork().execute(`update pgboss.job set state = 'created' where name = 'test'`);
    await hub.orm.em.fork().transactional(async (em) => {
      await em.execute(`select from pgboss.job where name = 'test' for update`);
      for (let starts = 0; starts < 3; starts += 1) stack.use(await start([queue]));
      assert.deepEqual(await states(), ['created']);
    });
    await eventually(async () => assert.deepEqual(await states(), ['completed']));
    assert.equal(runs, 2);
  });

  it('live through the loss of their connections', async () => {
    await using server = await startMarketplace({ env: { DATABASE_URL: hub.databaseUrl } });
    const cut = await hub.orm.em.fork().execute(
      `select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = ? and datname = current_database()`,
      [`skill-marketplace jobs ${server.pid}`],
    );
    assert.ok(cut.length > 0);
    await eventually(() => assert.match(server.output(), /the jobs met an error/));
    assert.equal((await exchange(`${server.url}/health/ready`)).status, 200);
    assert.deepEqual(await server.stop(), { code: 0, signal: null });
  });

  it('are made room for by two servers that start at the same moment', async () => {
    const env = { DATABASE_URL: hub.databaseUrl };
    const servers = await Promise.all([startMarketplace({ env }), startMarketplace({ env })]);
    await using stack = new AsyncDisposableStack();
    for (const server of servers) stack.use(server);
    for (const { url } of servers) {
      assert.equal((await exchange(`${url}/health/ready`)).status, 200);
    }
  });

  it('say what is missing when the database gives no room for them', async () => {
    const role = `limited_${randomUUID().slice(0, 8)}`;
    const em = hub.orm.em.fork();
    await em.execute(`create role ${role} login`);
    try {
      const url = new URL(hub.databaseUrl);
      url.username = role;
      const refused = startJobs({
        address: { url: url.href },
        orm: hub.orm,
        queues: [],
        logger: recordingLog(),
      });
      await assert.rejects(refused, {
        name: 'StartupFailure',
        message:
          'The user of DATABASE_URL may not make the schema pgboss: grant it CREATE on the database.',
      });
    } finally {
      await em.execute(`drop role ${role}`);
    }
  });

  it('do not count as a difference between entities and database', async () => {
    await using _jobs = await start([queueOf(async () => {})]);
    assert.equal(await hub.orm.schema.getUpdateSchemaSQL({ wrap: false }), '');
    assert.equal(await hub.orm.migrator.checkSchema(), false);
  });

  const start = async (
    queues: readonly Queue[],
    logger: JobLogger = recordingLog(),
  ): Promise<Jobs & AsyncDisposable> => {
    const jobs = await startJobs({
      address: { url: hub.databaseUrl },
      orm: hub.orm,
      queues,
      logger,
    });
    return { ...jobs, [Symbol.asyncDispose]: () => jobs.stop(1000) };
  };
  /** States of the jobs of the queue `test`. */
  const states = async () => {
    const sql = `select state::text from pgboss.job where name = 'test'`;
    const rows = await hub.orm.em.fork().execute<{ state: string }[]>(sql);
    return rows.map(({ state }) => state);
  };
});

async function sweep(orm: Orm): Promise<void> {
  const em = orm.em.fork();
  const { signal } = new AbortController();
  await deleteOrphanBundles(em, signal);
  await deleteOrphanBlobs(em, signal);
}

function queueOf(run: (scope: JobScope) => Promise<void>): Queue {
  return {
    name: 'test',
    cron: '0 0 1 1 *',
    retries: { limit: 3, delaySeconds: 1 },
    expireSeconds: 60,
    run,
  };
}

/** A log that keeps its errors. */
function recordingLog(): JobLogger & { errors: unknown[][] } {
  const errors: unknown[][] = [];
  const pass = () => {};
  return { errors, info: pass, warn: pass, error: (...said: unknown[]) => errors.push(said) };
}
