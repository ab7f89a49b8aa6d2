import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { SkillSearchInput } from '@skill-marketplace/shared/contracts';
import { hearNews, type HeardNews } from '../../server/src/database/news.ts';
import { ANONYMOUS } from '../../server/src/features/accounts/actor.ts';
import { recountWords } from '../../server/src/features/search/dictionary.repository.ts';
import { SearchService } from '../../server/src/features/search/search.service.ts';
import { CursorCodec } from '../../server/src/paging/cursor.ts';
import { startHub, type Hub } from '../support/app.ts';
import { eventually } from '../support/eventually.ts';
import { listenToStatements } from '../support/statements.ts';
import { seedSkills } from './seededSkills.ts';

/** Enough for counts to be kept. */
const COUNT = 5100;

describe('counts that a server keeps', function () {
  this.timeout(120_000);
  let hub: Hub;
  let news: HeardNews;
  /** Another server over the same database. */
  let other: SearchService;

  const totalAt = async (service: SearchService) => {
    const scope = { em: hub.orm.em.fork(), actor: ANONYMOUS, requestId: randomUUID() };
    const input = SkillSearchInput.parse({ query: 'gizmo', sort: 'installs' });
    return (await service.search(scope, input)).total;
  };
  const hide = (name: string) =>
    hub.ownerClient.skills.setVisibility.mutate({
      skillId: `acme/${name}`,
      visibility: 'members',
    });

  before(async () => {
    hub = await startHub();
    await seedSkills(
      hub,
      COUNT,
      `'thing-' || n`,
      `case when n <= 40 then 'A gizmo.' else 'Something else.' end`,
    );
    await recountWords(hub.orm.em.fork());
    await hub.orm.em.fork().execute('analyze skills');
    news = await hearNews({ url: hub.databaseUrl });
    other = new SearchService(new CursorCodec(hub.identity.secret), news);
  });
  after(async () => {
    await news[Symbol.asyncDispose]();
    await hub[Symbol.asyncDispose]();
  });

  it('are right on every server as soon as a skill is hidden', async () => {
    const search = () => hub.client.skills.search.query({ query: 'gizmo', sort: 'installs' });
    const { total } = await search();
    assert.equal(await totalAt(other), total);
    await hide('thing-1');
    await eventually(async () => {
      assert.deepEqual([(await search()).total, await totalAt(other)], [total - 1, total - 1]);
    });
    const deaf = new SearchService(new CursorCodec(hub.identity.secret));
    await totalAt(deaf);
    const log = await listenToStatements(hub.orm);
    const kept = await log.during(() => totalAt(other));
    const counted = await log.during(() => totalAt(deaf));
    assert.ok(kept.length < counted.length, 'and are kept again');
  });

  it('are not kept while hiding might go unheard, and again once it is heard', async () => {
    const total = await totalAt(other);
    await hub.orm.em.fork().execute(`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name like 'skill-marketplace news %'`);
    await eventually(() => assert.equal(news.isHeard(), false));
    await hide('thing-2');
    assert.equal(await totalAt(other), total - 1);
    await eventually(() => assert.equal(news.isHeard(), true));
    await hide('thing-3');
    await eventually(async () => assert.equal(await totalAt(other), total - 2));
  });

  it('are right as soon as a skill is no longer active', async () => {
    const total = await totalAt(other);
    await hub.orm.em
      .fork()
      .execute(`update skills set status = 'untrusted' where name = 'thing-9'`);
    await eventually(async () => assert.equal(await totalAt(other), total - 1));
  });
});
