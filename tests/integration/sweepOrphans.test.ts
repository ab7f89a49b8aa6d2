import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Orm } from '@skill-marketplace/server/database';
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

async function sweep(orm: Orm): Promise<void> {
  const em = orm.em.fork();
  const { signal } = new AbortController();
  await deleteOrphanBundles(em, signal);
  await deleteOrphanBlobs(em, signal);
}
