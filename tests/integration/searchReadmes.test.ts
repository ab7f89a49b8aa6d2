import assert from 'node:assert/strict';
import type { MarketplaceInputs } from '@skill-marketplace/shared/client';
import { recountWords } from '../../server/src/features/search/dictionary.repository.ts';
import { startHub, type Hub } from '../support/app.ts';
import { seedSkills } from './seededSkills.ts';

type SearchInput = MarketplaceInputs['skills']['search'];

/** More READMEs than are read one by one in a small catalogue. */
const COUNT = 1120;
const FEW = 6;

describe('a search for what most READMEs of a small catalogue have', function () {
  this.timeout(60_000);
  let hub: Hub;

  const search = (input: SearchInput) => hub.client.skills.search.query(input);

  before(async () => {
    hub = await startHub();
    await seedSkills(hub, COUNT, `'thing-' || n`, `'Does it.'`);
    const em = hub.orm.em.fork();
    await em.execute(`update skills set publisher = 'globex', category = 'data', tags = '{rare}'
        where name in (${Array.from({ length: FEW }, (_, n) => `'thing-${n + 1}'`).join(', ')});
      update skills set install_count = 10 where publisher = 'acme';
      insert into skill_documents (skill_id, doc)
        select id, to_tsvector('english', 'has a wombat' || case when publisher = 'globex' then ' asleep' else '' end)
        from skills on conflict (skill_id) do update set doc = excluded.doc`);
    await recountWords(hub.orm.em.fork());
  });
  after(() => hub[Symbol.asyncDispose]());

  const searches: [SearchInput, number][] = [
    [{ query: 'wombat', publisher: 'nobody' }, 0],
    [{ query: 'wombat', publisher: 'globex' }, FEW],
    [{ query: 'wombat publisher:globex' }, FEW],
    [{ query: 'wombat -publisher:acme' }, FEW],
    [{ query: 'wombat -publisher:globex' }, COUNT - FEW],
    [{ query: 'wombat tag:rare' }, FEW],
    [{ query: 'wombat "wombat asleep"' }, FEW],
    [{ query: 'wombat -asleep' }, COUNT - FEW],
    [{ query: 'wombat -globex/thing-1' }, COUNT - 1],
    [{ query: 'wombat -acme/thing-9' }, COUNT - 1],
  ];
  for (const [input, total] of searches) {
    it(`counts ${total} for ${JSON.stringify(input)}, in every order`, async () => {
      for (const sort of ['relevance', 'name'] as const) {
        const found = await search({ ...input, sort });
        assert.deepEqual(
          [found.total, found.totalIsEstimate, found.items.length],
          [total, false, Math.min(total, 20)],
          sort,
        );
      }
    });
  }

  it('counts each facet without its own filter', async () => {
    const { facets } = await search({ query: 'wombat', publisher: 'globex' });
    assert.deepEqual(facets.publisher, [
      { value: 'acme', count: COUNT - FEW },
      { value: 'globex', count: FEW },
    ]);
    assert.deepEqual(facets.category, [{ value: 'data', count: FEW }]);
  });
});
