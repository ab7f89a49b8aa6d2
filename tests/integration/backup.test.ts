import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createMarketplaceClient } from '@skill-marketplace/shared/client';
import { migrate } from '@skill-marketplace/server/database';
import { compose } from '@skill-marketplace/server/compose';
import { writeBackup } from '../../server/src/backup/writeBackup.ts';
import { startHub, type Hub, type HubUser } from '../support/app.ts';
import {
  backUp,
  blobHashes,
  countsOf,
  restoreInto,
  restoreTarget,
  rowCounts,
} from '../support/backups.ts';
import { startMarketplace } from '../support/marketplace.ts';
import { publicationOf } from '../support/publication.ts';
import { skillText } from '../support/skillFolder.ts';
import { assertWhole } from '../support/storedState.ts';

const CLIENTS = 8;

/** Bytes of a file with which a backup takes a while. */
const LARGE = 700_000;

/** Rounds of clients during a backup after which it may have the machine for itself. */
const ENOUGH = 32;

const placeOf = (hub: Hub) => ({ orm: hub.orm, address: { url: hub.databaseUrl } });

describe('a backup', function () {
  this.timeout(120_000);

  it('made while eight clients publish, rate and install is one moment, and comes back whole elsewhere', async () => {
    await using hub = await startHub();
    const people = await peopleWithSkills(hub, LARGE);
    await Promise.all(people.map((person, index) => actOnce(person, index, 0)));
    let acknowledged = 0;
    let atFirst = Infinity;
    const over = new AbortController();
    const clients = people.map(async (person, index) => {
      for (let round = 1; !over.signal.aborted; round += 1) {
        await actOnce(person, index, round);
        acknowledged += 1;
        if (acknowledged - atFirst >= ENOUGH) over.abort();
      }
    });
    await using backup = await backUp(placeOf(hub), {
      onProgress: () => (atFirst = Math.min(atFirst, acknowledged)),
    }).finally(() => over.abort());
    const during = acknowledged - atFirst;
    await Promise.all(clients);
    assert.ok(during > 0, 'nobody wrote while it was made');

    await using target = await restoreTarget();
    await restoreInto(target, backup.path);
    assert.deepEqual(await rowCounts(target.orm), countsOf(backup.manifest));
    const hashes = await blobHashes(target.orm);
    const all = new Set(await blobHashes(hub.orm));
    assert.deepEqual(
      hashes.filter((hash) => !all.has(hash)),
      [],
    );
    assert.ok((await assertWhole(target.orm)).length >= 2 * CLIENTS);
    const { services } = compose(hub.config, hub.identity, () => '');
    const scope = { em: target.orm.em.fork(), actor: hub.owner.actor, requestId: 'test' };
    assert.deepEqual((await services.ratingChecks.check(scope, { repair: false })).differences, []);
  });

  it('brings back every row and every file, and what the database makes of them', async () => {
    await using hub = await startHub();
    for (const [index, person] of (await peopleWithSkills(hub)).entries()) {
      await actOnce(person, index, 0);
      await person.client.tokens.create.mutate({ name: 'heir', scopes: ['read'] });
    }
    // Rows that others point at come after those in the file then.
    await hub.orm.em
      .fork()
      .execute('update tokens set last_used_at = now() where made_with_id is null');
    await using backup = await backUp(placeOf(hub));
    await using target = await restoreTarget();
    const restored = await restoreInto(target, backup.path);
    assert.deepEqual(restored, { ...backup.manifest, migrated: [] });
    assert.deepEqual(await rowCounts(target.orm), await rowCounts(hub.orm));
    assert.deepEqual(await blobHashes(target.orm), await blobHashes(hub.orm));
    assert.equal(await target.orm.schema.getUpdateSchemaSQL({ wrap: false }), '');
    for (const table of backup.manifest.tables) {
      // All columns, those that the database makes too.
      const digest = `select md5(coalesce(string_agg(r::text, ';' order by r::text), '')) as hash from "${table.name}" r`;
      assert.deepEqual(
        await target.orm.em.fork().execute(digest),
        await hub.orm.em.fork().execute(digest),
        table.name,
      );
    }
  });

  it('is served elsewhere as the same marketplace: searches, tokens and numbers go on', async () => {
    await using hub = await startHub();
    const [person] = await peopleWithSkills(hub);
    assert.ok(person !== undefined);
    await using backup = await backUp(placeOf(hub));
    await using target = await restoreTarget();
    await restoreInto(target, backup.path);
    await using marketplace = await startMarketplace({
      env: { DATABASE_URL: target.database.url },
    });
    assert.equal(marketplace.credentials.instanceId, hub.identity.instanceId);
    const client = createMarketplaceClient({ url: marketplace.url, token: person.token });
    const query = { query: 'deploy', publisher: 'team-0' };
    const found = async (from: typeof client) =>
      (await from.skills.search.query(query)).items.map(({ reference }) => reference);
    assert.deepEqual(await found(client), ['team-0/deploy']);
    assert.equal((await client.session.whoAmI.query()).user?.name, person.name);
    await client.ratings.rate.mutate({ skillId: 'team-1/deploy', rating: 5 });
    const [events] = await target.orm.em
      .fork()
      .execute<{ last: number; rows: number }[]>(
        `select max(id)::int as last, count(*)::int as rows from audit_events`,
      );
    assert.ok(events !== undefined);
    assert.ok(events.rows > (countsOf(backup.manifest)['audit_events'] ?? 0));
    await assert.rejects(target.orm.em.fork().execute('delete from audit_events'), /only grows/);
  });

  it('holds every table, whoever adds one', async () => {
    await using hub = await startHub();
    await using backup = await backUp(placeOf(hub));
    const entities = [...hub.orm.getMetadata().getAll().values()].map(({ tableName }) => tableName);
    const held = backup.manifest.tables.map(({ name }) => name).sort();
    assert.deepEqual(held, [...new Set(entities)].sort());
    assert.deepEqual(held, Object.keys(await rowCounts(hub.orm)).sort());
    assert.deepEqual(
      backup.manifest.migrations,
      (await hub.orm.migrator.getExecuted()).map(({ name }) => name),
    );
  });

  it('of an earlier version is brought up to date', async () => {
    await using old = await restoreTarget();
    await old.orm.migrator.up({ to: 'Migration0002' });
    const em = old.orm.em.fork();
    await em.execute(`insert into instance (id, instance_id, secret, created_at)
      values (1, '11111111-1111-4111-8111-111111111111', repeat('a', 64), now())`);
    await em.execute(`insert into publishers (name, created_at) values ('acme', now())`);
    await em.execute(`insert into skills (id, publisher, name, display_name, description, category,
        category_source, tags, skill_type, author, created_at, updated_at)
      values (gen_random_uuid(), 'acme', 'deploy', 'Deploy', E'Tab\\tand\\nline \\\\ ä', 'devops',
        'curated', '{a,"b c"}', 'prompt_only', 'Ada', now(), now())`);
    await using backup = await backUp({ orm: old.orm, address: old.database.address });
    await using target = await restoreTarget();
    const { migrated } = await restoreInto(target, backup.path);
    assert.equal(migrated[0], 'Migration0003');
    assert.deepEqual(await migrate(target.orm), []);
    assert.equal(await target.orm.schema.getUpdateSchemaSQL({ wrap: false }), '');
    const skills = `select description, tags, created_at from skills`;
    assert.deepEqual(await target.orm.em.fork().execute(skills), await em.execute(skills));
  });

  it('is refused while a stored file is not what its hash says', async () => {
    await using hub = await startHub();
    await hub.importFiles({ 'deploy/SKILL.md': skillText({ name: 'deploy' }) });
    await hub.orm.em
      .fork()
      .execute(`update blobs set content = set_byte(content, 0, get_byte(content, 0) # 1)`);
    await assert.rejects(
      backUp(placeOf(hub)),
      /^StartupFailure: 1 of the stored files is not what the hash says/,
    );
  });
});

describe('the file of a backup', function () {
  this.timeout(60_000);

  it('is for this user alone, and replaces another only when told to', async () => {
    await using hub = await startHub();
    await using backup = await backUp(placeOf(hub));
    assert.equal((await stat(backup.path)).mode & 0o777, 0o600);
    await writeFile(backup.path, 'mine');
    await assert.rejects(
      writeBackup(placeOf(hub), backup.path),
      new RegExp(`${backup.path} exists: give another name, or --force to replace it\\.`),
    );
    assert.equal(await readFile(backup.path, 'utf8'), 'mine');
    await writeBackup(placeOf(hub), backup.path, { force: true });
    assert.notEqual(await readFile(backup.path, 'utf8'), 'mine');
    assert.deepEqual(await readdir(backup.folder), ['marketplace.tar.gz']);
  });

  it('is not there when it was broken off', async () => {
    await using hub = await startHub();
    await hub.importFiles({ 'deploy/SKILL.md': skillText({ name: 'deploy' }) });
    await using backup = await backUp(placeOf(hub));
    const stop = new AbortController();
    const other = join(backup.folder, 'other.tar.gz');
    const writing = writeBackup(placeOf(hub), other, {
      signal: stop.signal,
      onProgress: (done, total) => done > total / 2 && stop.abort(),
    });
    await assert.rejects(writing, /The backup was broken off: no file was made\./);
    assert.deepEqual(await readdir(backup.folder), ['marketplace.tar.gz']);
  });

  it('cannot be where there is no folder, or where one is', async () => {
    await using hub = await startHub();
    await using backup = await backUp(placeOf(hub));
    await assert.rejects(
      writeBackup(placeOf(hub), join(backup.folder, 'none', 'x')),
      /\(there is no such folder\): give another file\./,
    );
    await assert.rejects(
      writeBackup(placeOf(hub), backup.folder, { force: true }),
      /\(it is a folder\): give another file\./,
    );
  });

  it('is not made of a database that holds no marketplace', async () => {
    await using empty = await restoreTarget();
    await assert.rejects(
      backUp({ orm: empty.orm, address: empty.database.address }),
      /There is no marketplace yet that could be backed up\./,
    );
  });
});

/** Eight members, each with a publisher and a skill that has a file of so many bytes. */
async function peopleWithSkills(hub: Hub, size = 1000): Promise<HubUser[]> {
  const people: HubUser[] = [];
  for (let index = 0; index < CLIENTS; index += 1) {
    const publisher = `team-${index}`;
    const files = { 'deploy/SKILL.md': skillText({ name: 'deploy' }) };
    await hub.importFiles({ ...files, 'deploy/data.bin': randomBytes(size) }, publisher);
    people.push(await hub.addUser(`user-${index}`, { publishers: [publisher] }));
  }
  return people;
}

/** Publishes a skill, and rates and installs that of another publisher. */
async function actOnce({ client }: HubUser, index: number, round: number): Promise<void> {
  const text = `Round ${round} of client ${index}.`;
  await client.publishing.publish.mutate(
    publicationOf(`team-${index}`, `skill-${round}`, { 'notes.md': text }),
  );
  const skillId = `team-${(index + 1) % CLIENTS}/deploy`;
  await client.ratings.rate.mutate({ skillId, rating: (round % 5) + 1, comment: text });
  await client.installs.install.mutate({ skillId, target: `.agents/skills/${round}` });
}
