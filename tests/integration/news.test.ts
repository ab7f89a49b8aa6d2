import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { hearNews } from '../../server/src/database/news.ts';

describe('news of a database that does not answer', function () {
  this.timeout(60_000);
  const sockets = new Set<Socket>();
  let server: Server;
  let url: string;
  before(async () => {
    // As a pooler that lets everybody come in and has no place for them.
    server = createServer((socket) => sockets.add(socket.on('error', () => {})));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    url = `postgres://nobody:nothing@127.0.0.1:${portOf(server).port}/none`;
  });
  after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });

  it('keep a server neither from starting nor from stopping', async () => {
    const news = await hearNews({ url });
    assert.equal(news.isHeard(), false);
    await news[Symbol.asyncDispose]();
    assert.equal(sockets.size, 1);
  });
});

function portOf(server: Server): AddressInfo {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('it listens on no port');
  return address;
}
