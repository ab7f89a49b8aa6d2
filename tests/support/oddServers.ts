import { once } from 'node:events';
import { createServer, type Server } from 'node:http';

/** A web server that is no marketplace. */
export interface OddServer extends AsyncDisposable {
  url: string;
}

/** A server that takes every request and never answers. */
export function startDeafServer(): Promise<OddServer> {
  return listen(createServer(() => {}));
}

/** A server that answers everything with a page, as a proxy's sign-in does. */
export function startPageServer(): Promise<OddServer> {
  return listen(
    createServer((_request, response) => {
      response.setHeader('content-type', 'text/html');
      response.end('<!doctype html><title>Sign in</title><p>Please sign in.</p>');
    }),
  );
}

async function listen(server: Server): Promise<OddServer> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
