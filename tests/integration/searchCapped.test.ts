import assert from 'node:assert/strict';
import type { MarketplaceInputs } from '@skill-marketplace/shared/client';
import { CAPPED_TOTAL } from '@skill-marketplace/shared/contracts';
import { startHub, type Hub } from '../support/app.ts';
import { seedSkills } from './seededSkills.ts';

const COUNT = 21_000;

describe('the total of a result that is too large to count', function () {
  this.timeout(120_000);
  let hub: Hub;

  const total = async (input: MarketplaceInputs['skills']['search']) => {
    const found = await hub.client.skills.search.query(input);
    return { total: found.total, isEstimate: found.totalIsEstimate };
  };

  before(async () => {
    hub = await startHub();
    await seedSkills(hub, COUNT, `'gadget-' || n`, `'Turns a gadget.'`);
    const em = hub.orm.em.fork();
    await em.execute(`update skills set category = 'data' where name like 'gadget-77%'`);
    await em.execute('analyze skills');
  });
  after(() => hub[Symbol.asyncDispose]());

  it('is an estimate without filters', async () => {
    for (const query of ['gadget', undefined]) {
      const found = await total({ query });
      assert.ok(found.isEstimate && Math.abs(found.total - COUNT) < COUNT / 10, `${found.total}`);
    }
  });

  it('is counted with filters, up to 5,000', async () => {
    for (const query of ['gadget', undefined]) {
      assert.deepEqual(await total({ query, category: 'other' }), {
        total: CAPPED_TOTAL,
        isEstimate: true,
      });
      assert.deepEqual(await total({ query, category: 'data' }), { total: 111, isEstimate: false });
    }
  });
});
