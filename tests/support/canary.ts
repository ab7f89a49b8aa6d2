import { once } from 'node:events';
import { createServer, type Server } from 'node:net';

/** Something in a private network that nobody is to reach. */
export interface Canary extends AsyncDisposable {
  readonly port: number;
  readonly hosts: readonly string[];
  readonly connections: number;
}

/** Listens on one port of 127.0.0.1, and of ::1 where this machine has it. */
export async function startCanary(): Promise<Canary> {
  let connections = 0;
  const listen = async (host: string, port: number): Promise<Server> => {
    const server = createServer((socket) => {
      connections += 1;
      socket.destroy();
    });
    server.listen(port, host);
    await once(server, 'listening');
    return server;
  };
  const first = await listen('127.0.0.1', 0);
  const place = first.address();
  if (place === null || typeof place === 'string') throw new Error('the canary has no port');
  const second = await listen('::1', place.port).catch(() => undefined);
  return {
    port: place.port,
    hosts: ['127.0.0.1', ...(second === undefined ? [] : ['[::1]'])],
    get connections() {
      return connections;
    },
    async [Symbol.asyncDispose]() {
      for (const server of [first, second]) {
        if (server === undefined) continue;
        server.close();
        await once(server, 'close');
      }
    },
  };
}
