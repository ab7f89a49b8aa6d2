import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';

/** Something that answers on a loopback port. */
export interface LoopbackPages extends AsyncDisposable {
  origin: string;
}

/** Serves on a free port; the listener is made once the origin is known. */
export async function servePages(
  listenerOf: (origin: string) => RequestListener | Promise<RequestListener>,
): Promise<LoopbackPages> {
  let listener: RequestListener = (_request, response) => void response.writeHead(503).end();
  const server = createServer((request, response) => listener(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  const origin = `http://127.0.0.1:${address.port}`;
  listener = await listenerOf(origin);
  return {
    origin,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
