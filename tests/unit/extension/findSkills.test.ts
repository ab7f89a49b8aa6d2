import assert from 'node:assert/strict';
import { marketplaceOf } from '../../../extension/src/connection/marketplace.ts';
import { findSkills } from '../../../extension/src/search/found.ts';
import { serve } from './loopbackServer.ts';

/** A connection to a marketplace at that origin; it counts how often it was told to look again. */
function connectionTo(origin: string) {
  let forgotten = 0;
  const instanceId = '00000000-0000-4000-8000-0000000000aa';
  const info = { instanceId, name: 'Test', apiVersion: 1, features: [], anonymousRead: true };
  return {
    marketplace: async () => marketplaceOf(origin, info, 'none'),
    forget: () => void (forgotten += 1),
    forgotten: () => forgotten,
  };
}

describe('a search at a marketplace', () => {
  it('that is given up ends its request, so that the server can end its query', async () => {
    const asked = Promise.withResolvers<void>();
    const closed = Promise.withResolvers<void>();
    await using server = await serve((request, response) => {
      assert.match(decodeURIComponent(request.url ?? ''), /skills\.search.*"query":"deploy"/);
      response.once('close', closed.resolve);
      asked.resolve();
    });
    const connection = connectionTo(server.origin);
    const controller = new AbortController();
    const finding = findSkills(connection, { query: 'deploy' }, controller.signal);
    await asked.promise;
    controller.abort();
    await assert.rejects(finding);
    await closed.promise;
    assert.equal(connection.forgotten(), 0);
  });

  it('that was given up before the marketplace was found sends nothing', async () => {
    await using server = await serve(() => assert.fail('it was asked'));
    const finding = findSkills(
      connectionTo(server.origin),
      { query: 'deploy' },
      AbortSignal.abort(),
    );
    await assert.rejects(finding, { name: 'AbortError' });
    assert.deepEqual(server.seen, []);
  });

  it('that does not reach it has it looked for again', async () => {
    await using server = await serve((request) => request.socket.destroy());
    const connection = connectionTo(server.origin);
    await assert.rejects(findSkills(connection, { query: 'deploy' }, new AbortController().signal));
    assert.equal(connection.forgotten(), 1);
  });
});
