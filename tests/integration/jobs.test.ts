import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { startJobs, type Jobs } from '../../server/src/jobs/jobs.ts';
import type { JobLogger, JobScope, Queue } from '../../server/src/jobs/queue.ts';
import { startHub, type Hub } from '../support/app.ts';
import { eventually } from '../support/eventually.ts';
import { startMarketplace } from '../support/marketplace.ts';
import { exchange } from './exchange.ts';

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
