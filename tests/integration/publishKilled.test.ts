import assert from 'node:assert/strict';
import { openOrm } from '@skill-marketplace/server/database';
import { cloneDatabase } from '../support/database.ts';
import { startMarketplace } from '../support/marketplace.ts';
import { publishUntilKilled } from '../support/publishUntilKilled.ts';
import { assertWhole } from '../support/storedState.ts';

describe('a server that is killed while it is published to', function () {
  this.timeout(120_000);

  it('has every acknowledged version whole, and no half one, at any moment', async () => {
    await using database = await cloneDatabase();
    const orm = await openOrm(database.address);
    try {
      const acknowledged: string[] = [];
      for (const [round, killAt] of [1, 7, 40].entries()) {
        await using server = await startMarketplace({ env: { DATABASE_URL: database.url } });
        const publisher = `round-${round}`;
        acknowledged.push(...(await publishUntilKilled(server, { publisher, killAt })));
        const stored = new Set(await assertWhole(orm));
        assert.deepEqual(
          acknowledged.filter((version) => !stored.has(version)),
          [],
        );
      }
    } finally {
      await orm.close(true);
    }
  });
});
