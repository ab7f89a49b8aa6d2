import assert from 'node:assert/strict';
import { openOrm, type Orm } from '@skill-marketplace/server/database';
import { takeAdvisoryLock } from '../../server/src/database/advisoryLock.ts';
import { startHub, type Hub, type HubUser } from '../support/app.ts';
import { eventually } from '../support/eventually.ts';
import { publicationOf } from '../support/publication.ts';
import { skillText } from '../support/skillFolder.ts';
import { exchange, mutate } from './exchange.ts';

describe('those who wait for an import', function () {
  this.timeout(20_000);
  let hub: Hub;
  let mia: HubUser;
  /** Connections beside those of the server. */
  let beside: Orm;
  beforeEach(async () => {
    hub = await startHub();
    beside = await openOrm({ url: hub.databaseUrl });
    mia = await hub.addUser('mia', { publishers: ['acme', 'other'] });
    await hub.importFiles({ 'deploy/SKILL.md': skillText({ name: 'deploy' }) });
  });
  afterEach(async () => {
    await beside.close(true);
    await hub[Symbol.asyncDispose]();
  });

  const headers = () => ({
    authorization: `Bearer ${mia.token}`,
    'content-type': 'application/json',
  });
  const batchOf = (path: string) => {
    const calls = Array.from({ length: 10 }, (_, at) => at);
    return exchange(`${hub.url}/trpc/${calls.map(() => path).join(',')}?batch=1`, {
      method: 'POST',
      headers: headers(),
      body: JSON.stringify(
        Object.fromEntries(
          calls.map((at) => [at, { json: publicationOf('acme', `batched-${at}`) }]),
        ),
      ),
    });
  };
  const many = (path: string, input: unknown) =>
    Promise.all(Array.from({ length: 14 }, () => mutate(hub.url, path, input, headers())));
  const ways: [string, () => Promise<unknown>][] = [
    ['a batch of ten that publish', () => batchOf('publishing.publish')],
    [
      'many who publish under an escaped path',
      () => many('publishing%2Epublish', publicationOf('acme', 'escaped')),
    ],
    [
      'many who change who sees a publisher',
      () => many('publishers.setVisibility', { publisher: 'other', visibility: 'members' }),
    ],
    [
      'many who change who sees a skill',
      () => many('skills.setVisibility', { skillId: 'acme/deploy', visibility: 'members' }),
    ],
  ];
  for (const [what, send] of ways) {
    it(`leave connections for those who read: ${what}`, async () => {
      const release = await takeAdvisoryLock(beside, 'ingest');
      assert.ok(release !== undefined);
      let ended = false;
      const sent = send().finally(() => {
        ended = true;
      });
      try {
        const waiting = async () => {
          const [row] = await beside.em.fork().execute<{ count: number }[]>(
            `select count(*)::int as count from pg_locks where locktype = 'advisory' and not granted
                 and database = (select oid from pg_database where datname = current_database())`,
          );
          return row?.count ?? 0;
        };
        await eventually(async () => assert.ok((await waiting()) > 0));
        for (let read = 0; read < 10; read += 1) {
          const { status } = await exchange(`${hub.url}/trpc/skills.categories`);
          assert.equal(status, 200);
        }
        assert.ok((await waiting()) <= 3);
        assert.equal(ended, false);
      } finally {
        await release();
      }
      await sent;
    });
  }
});
