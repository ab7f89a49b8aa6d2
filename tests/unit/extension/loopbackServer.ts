import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { serialize } from 'superjson';
import type { ServerRegistration } from '@skill-marketplace/shared/contracts';

/** What a server answers. */
export type Answer = (request: IncomingMessage, response: ServerResponse, origin: string) => void;

/** A server on the loopback address that keeps what it was sent. */
export async function serve(answer: Answer) {
  const seen: (string | undefined)[] = [];
  let origin = '';
  const server = createServer((request, response) => {
    seen.push(request.headers.authorization);
    answer(request, response, origin);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  assert.ok(typeof address === 'object' && address !== null);
  origin = `http://127.0.0.1:${address.port}`;
  return {
    origin,
    seen,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Answers `server.info` as a marketplace with that secret does. */
export function marketplace(instanceId: string, secret: string, features = ['skills']): Answer {
  return (request, response, origin) => {
    const input = new URL(request.url ?? '', origin).searchParams.get('input') ?? '{}';
    const [, nonce] = /"nonce":"(\w+)"/.exec(input) ?? [];
    const proof =
      nonce &&
      createHmac('sha256', secret)
        .update(origin + nonce)
        .digest('hex');
    const info = { instanceId, name: 'Test', apiVersion: 1, features, anonymousRead: true, proof };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify([{ result: { data: serialize(info) } }]));
  };
}

/** How a marketplace registers itself. */
export function registration(url: string, instanceId: string, secret: string): ServerRegistration {
  return { version: 1, instanceId, url, token: 'owner', user: 'me', instanceSecret: secret };
}
