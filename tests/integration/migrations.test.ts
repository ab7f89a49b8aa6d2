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
      assert.deepEqual(applied, [
        'Migration0001',
        'Migration0002',
        'Migration0003',
        'Migration0004',
      ]);
    } finally {
      await Promise.all(orms.map((orm) => orm.close(true)));
    }
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
