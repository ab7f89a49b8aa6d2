import assert from 'node:assert/strict';
import { startHub, type Hub, type HubUser } from '../support/app.ts';
import { runMarketplace } from '../support/marketplace.ts';
import { INPUTS, PUBLISHERS, subjectFor } from '../support/procedureCalls.ts';
import { procedureDefinitions } from '../support/procedures.ts';
import { publicationOf } from '../support/publication.ts';
import { mutate } from './exchange.ts';
import { refusalOf } from './refusal.ts';

/** They need a provider: the tests of signing in look at their events. */
const SIGNING_IN = new Set(['signIn.start', 'signIn.finish']);

interface StoredEvent {
  action: string;
  actor_id: string | null;
  subject_id: string;
  before: unknown;
  after: unknown;
}

describe('the record of changes', function () {
  this.timeout(60_000);
  let hub: Hub;
  let ada: HubUser;
  before(async () => {
    hub = await startHub();
    ada = await hub.addUser('ada', { publishers: PUBLISHERS });
  });
  after(() => hub[Symbol.asyncDispose]());

  const execute = <T>(sql: string) => hub.orm.em.fork().execute<T[]>(sql);
  const count = async () =>
    (await execute<{ n: number }>(`select count(*)::int n from audit_events`))[0]?.n ?? 0;
  /** Records more than one piece of an export. */
  const recordMany = (action: string) =>
    execute(`insert into audit_events (at, action, subject_type, subject_id)
      select now(), '${action}', 'skill', n::text from generate_series(1, 2500) n`);

  it('is changed and shortened by nobody, the database itself refuses', async () => {
    await ada.client.publishing.publish.mutate(publicationOf('acme', 'recorded'));
    const before = await count();
    for (const [statement, what] of [
      [`update audit_events set action = 'nothing'`, 'update'],
      [`update audit_events set action = 'nothing' where false`, 'update'],
      [`delete from audit_events where id = (select max(id) from audit_events)`, 'delete'],
      [`truncate audit_events`, 'truncate'],
      [`truncate audit_events restart identity cascade`, 'truncate'],
    ] as const) {
      await assert.rejects(execute(statement), {
        message: new RegExp(`audit_events only grows: ${what} is refused`),
      });
    }
    assert.equal(await count(), before);
    assert.deepEqual(await execute(`select from audit_events where action = 'nothing'`), []);
  });

  const mutations = procedureDefinitions()
    .filter(([path, { type }]) => type === 'mutation' && !SIGNING_IN.has(path))
    .map(([path]) => path);

  for (const path of mutations) {
    it(`has what ${path} did: who, what, before or after, and in which request`, async () => {
      const caller = { name: hub.owner.actor.user?.name ?? '', client: hub.ownerClient };
      const inputOf = INPUTS[path];
      assert.ok(inputOf !== undefined, `tests/support/procedureCalls.ts has no input of ${path}`);
      const input = await inputOf(await subjectFor(hub, caller));
      const answer = await mutate(hub.url, path, input, {
        authorization: `Bearer ${hub.owner.token}`,
      });
      assert.equal(answer.status, 200, answer.body.toString());
      const events = await hub.orm.em
        .fork()
        .execute<StoredEvent[]>(`select * from audit_events where request_id = ? order by id`, [
          String(answer.headers['x-request-id']),
        ]);
      assert.notEqual(events.length, 0);
      for (const { action, actor_id, subject_id, before, after } of events) {
        assert.match(action, /^[a-z]+\.[a-zA-Z]+$/);
        assert.equal(actor_id, hub.owner.actor.user?.id);
        assert.notEqual(subject_id, '');
        assert.ok(before !== null || after !== null, `${action} says neither before nor after`);
      }
    });
  }

  it('tells what everything is called today, and nothing of what has no name', async () => {
    await ada.client.publishing.publish.mutate(publicationOf('acme', 'called'));
    await hub.ownerClient.skills.rename.mutate({ skillId: 'acme/called', name: 'renamed' });
    await hub.ownerClient.accounts.create.mutate({ name: 'Named Once' });
    await execute(`insert into audit_events (at, action, subject_type, subject_id)
      values (now(), 'skill.rename', 'skill', 'gone')`);
    const namesOf = async (action: string, limit = 1) => {
      const { items } = await hub.ownerClient.audit.list.query({ action, limit });
      return items.map(({ subjectName }) => subjectName);
    };
    assert.deepEqual(await namesOf('version.create'), ['acme/renamed 1.0.0']);
    assert.deepEqual(await namesOf('skill.rename', 2), [null, 'acme/renamed']);
    assert.deepEqual(await namesOf('user.create'), ['Named Once']);
  });

  it('is read by admins only', async () => {
    const reviewer = await hub.addUser('rita', { roles: ['member', 'reviewer'] });
    assert.equal((await refusalOf(reviewer.client.audit.list.query())).reason, 'not_allowed');
    assert.equal((await refusalOf(hub.client.audit.list.query())).reason, 'signed_out');
  });

  it('is found by who, what, of what and when, the newest first', async () => {
    const { list } = hub.ownerClient.audit;
    const start = new Date();
    await ada.client.publishing.publish.mutate(publicationOf('acme', 'found'));
    await hub.ownerClient.moderation.approve.mutate({
      skillId: 'acme/found',
      reason: 'Read by two.',
    });
    await ada.client.skills.rename.mutate({ skillId: 'acme/found', name: 'found-again' });
    const actionsOf = async (filter: Parameters<typeof list.query>[0]) =>
      (await list.query(filter)).items.map(({ action, actor }) => `${actor?.name} ${action}`);
    const all = [
      'ada skill.rename',
      `${hub.owner.actor.user?.name} version.approve`,
      'ada version.create',
      'ada skill.create',
    ];
    const of = async (subject: string) =>
      (await actionsOf({ subject })).filter((line) => !line.endsWith('skill.relist'));
    assert.deepEqual(await of('acme/found-again'), all);
    // Also by the name that it had before.
    assert.deepEqual(await of('acme/found'), all);
    assert.deepEqual(await actionsOf({ subject: 'acme/found', actor: 'ada', action: 'skill.' }), [
      'ada skill.rename',
      'ada skill.create',
    ]);
    assert.deepEqual(await actionsOf({ actor: ada.id, action: 'skill.rename' }), [
      'ada skill.rename',
    ]);
    const approved = await list.query({ subject: 'acme/found', action: 'version.approve' });
    assert.equal(Reflect.get(Object(approved.items[0]?.after), 'reason'), 'Read by two.');
    assert.deepEqual(await actionsOf({ subject: 'acme/found', to: start }), []);
    assert.equal(
      (await of('acme/found')).length,
      (await list.query({ from: start, actor: 'ada' })).items.length + 1,
    );
    assert.deepEqual(await actionsOf({ subject: 'acme/nothing' }), []);
    // By what the record calls a version, and a person.
    const ofVersion = await list.query({ subject: 'acme/found-again 1.0.0' });
    assert.deepEqual(
      [...new Set(ofVersion.items.map(({ subjectName }) => subjectName))],
      ['acme/found-again 1.0.0'],
    );
    assert.deepEqual(await actionsOf({ subject: 'acme/found-again 2.0.0' }), []);
    await hub.ownerClient.accounts.create.mutate({ name: 'Person Sought' });
    assert.equal((await actionsOf({ subject: 'person sought' })).length, 1);
    await hub.ownerClient.skills.transfer.mutate({ skillId: 'acme/found', publisher: 'founded' });
    assert.deepEqual(await actionsOf({ subject: 'founded' }), [
      `${hub.owner.actor.user?.name} publisher.create`,
    ]);
  });

  it('goes on in pages without a gap, whatever is added meanwhile', async () => {
    const { list } = hub.ownerClient.audit;
    const skillId = 'acme/paged';
    await ada.client.publishing.publish.mutate(publicationOf('acme', 'paged'));
    for (let tag = 0; tag < 9; tag += 1) {
      await ada.client.skills.setTags.mutate({ skillId, tags: [`tag-${tag}`] });
    }
    const whole = (await list.query({ limit: 9 })).items.map(({ id }) => id);
    const pages: number[] = [];
    let cursor: string | null = null;
    for (let page = 0; page < 3; page += 1) {
      const { items, nextCursor } = await list.query({
        limit: 3,
        ...(cursor === null ? {} : { cursor }),
      });
      pages.push(...items.map(({ id }) => id));
      cursor = nextCursor;
      await ada.client.skills.setTags.mutate({ skillId, tags: [`page-${page}`] });
    }
    assert.equal(pages.length, 9);
    assert.deepEqual(pages, whole);
    const other = list.query({ action: 'skill.', cursor: cursor ?? '' });
    assert.deepEqual((await refusalOf(other)).field, 'cursor');
  });

  it('is exported as JSON lines, the oldest first, all of it or a part', async () => {
    await recordMany('test.many');
    await ada.client.publishing.publish.mutate(publicationOf('acme', 'exported'));
    await ada.client.skills.rename.mutate({ skillId: 'acme/exported', name: 'exported-again' });
    const run = (...args: string[]) =>
      runMarketplace(
        ['audit', 'export', ...args],
        { dataDir: hub.config.dataDirectory, stateHome: hub.config.dataDirectory },
        { DATABASE_URL: hub.databaseUrl },
      );
    const lines = (text: string) =>
      text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));
    const expected = await count();
    const all = await run();
    assert.deepEqual([all.code, all.stderr], [0, '']);
    const ids = lines(all.stdout).map(({ id }) => id);
    assert.deepEqual([ids.length, ids], [expected, ids.toSorted((a, b) => a - b)]);
    const many = await run('--action', 'test.many', '--from', '2020-01-01');
    assert.equal(lines(many.stdout).length, 2500);
    const { at, actor, action, before, after } = lines(
      (await run('--action', 'skill.rename', '--actor', 'ada')).stdout,
    ).at(-1);
    assert.match(at, /^\d{4}-\d\d-\d\dT.*Z$/);
    assert.deepEqual(
      [actor, action, before, after],
      [
        { id: ada.id, name: 'ada' },
        'skill.rename',
        { reference: 'acme/exported' },
        { reference: 'acme/exported-again' },
      ],
    );
    const nothing = await run('--action', 'skill.renamed');
    assert.deepEqual(
      [nothing.code, nothing.stdout, nothing.stderr],
      [0, '', 'No event matches these options.\n'],
    );
    const wrong = await run('--from', 'yesterday');
    assert.equal(wrong.code, 1);
    assert.match(wrong.stderr, /--from is no time: give it as 2026-01-31/);
  });

  it('is exported as far as somebody takes it, and then ends quietly', async () => {
    await recordMany('test.head');
    const folder = hub.config.dataDirectory;
    const { code, stderr } = await runMarketplace(
      ['audit', 'export'],
      { dataDir: folder, stateHome: folder },
      { DATABASE_URL: hub.databaseUrl },
      // As `head` does.
      ({ stdout }) => stdout?.once('data', () => stdout.destroy()),
    );
    assert.deepEqual([code, stderr], [0, '']);
  });
});
