import assert from 'node:assert/strict';
import { migrate, openOrm } from '@skill-marketplace/server/database';
import { cloneDatabase, emptyDatabase } from '../support/database.ts';

describe('the migrations', function () {
  this.timeout(60_000);

  it('make exactly the schema that the entities describe', async () => {
    await using database = await cloneDatabase();
    const orm = await openOrm(database.address);
    try {
      assert.equal(await orm.schema.getUpdateSchemaSQL({ wrap: false }), '');
      assert.equal(await orm.migrator.checkSchema(), false);
    } finally {
      await orm.close(true);
    }
  });

  it('are applied once by servers that start at the same moment', async () => {
    await using database = await emptyDatabase();
    const orms = await Promise.all(Array.from({ length: 4 }, () => openOrm(database.address)));
    try {
      const applied = (await Promise.all(orms.map((orm) => migrate(orm)))).flat();
      assert.deepEqual(
        applied,
        ['1', '2', '3', '4', '5', '6', '7', '8', '9'].map((number) => `Migration000${number}`),
      );
    } finally {
      await Promise.all(orms.map((orm) => orm.close(true)));
    }
  });

  it('give tokens of earlier versions a year, but for those of owners', async () => {
    await using first = await firstRelease();
    const { orm, em } = first;
    await em.execute(`insert into users (id, name, roles, created_at)
      values ('00000000-0000-4000-8000-000000000000', 'mia', '{member}', now())`);
    await em.execute(`insert into tokens (id, user_id, name, hash, scopes, created_at)
      select gen_random_uuid(), '00000000-0000-4000-8000-000000000000', name, repeat(n::text, 64), '{read}', now()
      from unnest(array['made on the command line', 'owner 0123456789abcdef']) with ordinality t(name, n)`);
    await migrate(orm);
    const tokens = await em.execute(
      `select name, extract(day from expires_at - now())::int as days from tokens order by 1`,
    );
    assert.deepEqual(tokens, [
      { name: 'made on the command line', days: 364 },
      { name: 'owner 0123456789abcdef', days: null },
    ]);
  });

  it('keep versions that earlier versions blocked, as blocked by themselves', async () => {
    await using first = await firstRelease();
    const { orm, em } = first;
    const id = '00000000-0000-4000-8000-000000000000';
    await em.execute(`insert into publishers (name, created_at) values ('acme', now())`);
    await em.execute(`insert into skills (id, publisher, name, display_name, description, category, category_source, tags, skill_type, author, created_at, updated_at)
      values ('${id}', 'acme', 'bad', 'Bad', 'Does bad.', 'other', 'derived', '{}', 'prompt_only', 'acme', now(), now())`);
    await em.execute(`insert into bundles (id, digest, size, created_at)
      values ('${id}', 'sha256:' || repeat('0', 64), 1, now())`);
    await em.execute(`insert into versions (id, skill_id, version, bundle_id, install_name, listing, readme, analysis, provenance, scan, decision, advisory, created_at)
      select gen_random_uuid(), '${id}', version, '${id}', 'bad', '{}', '', '{}', '{}', 'none', decision, advisory::jsonb, '2026-01-31T12:00:00Z'
      from (values ('1.0.0', 'blocked', null), ('1.1.0', 'blocked', '{"message":"Told."}'), ('1.2.0', 'approved', null)) v (version, decision, advisory)`);
    await migrate(orm);
    assert.deepEqual(await em.execute(`select own_block from versions order by version`), [
      {
        own_block: {
          severity: 'high',
          message: 'This version was blocked.',
          since: '2026-01-31T12:00:00.000Z',
        },
      },
      { own_block: { message: 'Told.' } },
      { own_block: null },
    ]);
  });

  it('tell accounts of earlier versions apart whose names only look different, on record', async () => {
    await using first = await firstRelease();
    const { orm, em } = first;
    await em.execute(`insert into users (id, name, roles, created_at)
      select (repeat(n::text, 8) || '-0000-4000-8000-000000000000')::uuid, name, '{member}', now() + n * interval '1 day'
      from unnest(array['Noa', 'noa', 'mia', 'NOA', 'Zoe\u0301', 'ZO\u00C9', 'Rene\u0301']) with ordinality t(name, n)`);
    await migrate(orm);
    const names = await em.execute(`select name from users order by created_at`);
    assert.deepEqual(
      names.map(({ name }) => name),
      ['Noa', 'noa-22222222', 'mia', 'NOA-44444444', 'Zoé', 'ZOÉ-66666666', 'René'],
    );
    const events = await em.execute(
      `select before, after from audit_events where action = 'user.rename' order by subject_id`,
    );
    assert.deepEqual(events, [
      { before: { name: 'noa' }, after: { name: 'noa-22222222' } },
      { before: { name: 'NOA' }, after: { name: 'NOA-44444444' } },
      { before: { name: 'Zoe\u0301' }, after: { name: 'Zoé' } },
      { before: { name: 'ZOÉ' }, after: { name: 'ZOÉ-66666666' } },
      { before: { name: 'Rene\u0301' }, after: { name: 'René' } },
    ]);
  });

  it('have nothing left to do the second time', async () => {
    await using database = await cloneDatabase();
    const orm = await openOrm(database.address);
    try {
      assert.deepEqual(await migrate(orm), []);
    } finally {
      await orm.close(true);
    }
  });
});

/** A database as the first release left it. */
async function firstRelease() {
  await using stack = new AsyncDisposableStack();
  const database = stack.use(await emptyDatabase());
  const orm = await openOrm(database.address);
  stack.defer(() => orm.close(true));
  await orm.migrator.up({ to: 'Migration0003' });
  const open = stack.move();
  return { orm, em: orm.em.fork(), [Symbol.asyncDispose]: () => open.disposeAsync() };
}
