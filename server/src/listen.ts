import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { Express } from 'express';
import type { Config } from './config.ts';
import { StartupFailure } from './errors/startupFailure.ts';

/** A server that listens. */
export interface Listening {
  port: number;
  /** Takes no new requests, lets the running ones end for `graceMs`, then closes. */
  close(graceMs: number): Promise<void>;
}

/** The longest head of a request in bytes: a query stands in its address, and 500 digests take 41 KB there. */
const MAX_HEAD = 64 * 1024;

/** Opens the port; a taken one, or an address that is not this machine's, is a `StartupFailure`. */
export async function listen(
  app: Express,
  { host, port }: Pick<Config, 'host' | 'port'>,
): Promise<Listening> {
  const server = createServer({ maxHeaderSize: MAX_HEAD }, app);
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (cause) {
    throw new StartupFailure(sentenceFor(cause, host, port), { cause });
  }
  return { port: portOf(server), close: (graceMs) => close(server, graceMs) };
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string')
    throw new Error('the server does not listen on a port');
  return address.port;
}

async function close(server: Server, graceMs: number): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  const cut = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearTimeout(cut);
}

function sentenceFor(cause: unknown, host: string, port: number): string {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'EADDRINUSE')
    return `Port ${port} on ${host} is taken by another program: stop it, or set PORT to another number.`;
  if (code === 'EACCES')
    return `Port ${port} is not open to this user: set PORT to a number above 1023.`;
  if (code === 'EADDRNOTAVAIL')
    return `${host} is not an address of this machine: set HOST to one that is, or leave it out.`;
  return `The server cannot listen on ${host}:${port} (${String(code ?? cause)}).`;
}
