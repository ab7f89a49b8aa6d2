import assert from 'node:assert/strict';
import { appRouter } from '../../server/src/router.ts';
import { startHub } from '../support/app.ts';
import { GITHUB_APP, startGitHub } from '../support/signIn/gitHubServer.ts';
import { signInBy } from '../support/signIn/signInConfigs.ts';
import { CALLS } from './countedCalls.ts';
import { fill, type FilledHub } from './filledHub.ts';

const FEW = 1;
const MANY = 20;

describe('the statements of a request', function () {
  this.timeout(60_000);
  const filled: FilledHub[] = [];
  const hubs = new AsyncDisposableStack();

  before(async () => {
    const gitHub = hubs.use(await startGitHub());
    gitHub.approve({ id: 1, login: 'octo' });
    const config = signInBy({
      GITHUB_URL: gitHub.url,
      GITHUB_CLIENT_ID: GITHUB_APP.clientId,
      GITHUB_ORGANISATION: '*',
    });
    for (const size of [FEW, MANY]) {
      filled.push(await fill(hubs.use(await startHub({ config })), size));
    }
  });
  after(() => hubs.disposeAsync());

  it('are counted for every procedure', () => {
    assert.deepEqual(Object.keys(CALLS).sort(), Object.keys(appRouter._def.procedures).sort());
  });

  for (const [procedure, { statements, call }] of Object.entries(CALLS)) {
    const isExact = typeof statements === 'number';
    const most = isExact ? statements : statements.upTo;
    it(`${procedure} are ${isExact ? '' : 'up to '}${most}, however much there is`, async () => {
      const counts: number[] = [];
      const sent: string[] = [];
      for (const hub of filled) {
        const heard = await hub.log.during(() => call(hub));
        counts.push(heard.length);
        sent.push(...heard.map(({ sql }) => sql.trim().replace(/\s+/g, ' ').slice(0, 120)), '');
      }
      const isAsSaid = counts.every((count) => (isExact ? count === most : count <= most));
      assert.ok(isAsSaid, `${counts.join(' and ')} instead of ${most}\n${sent.join('\n')}`);
    });
  }
});
