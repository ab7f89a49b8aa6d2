import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import type { Request } from 'express';

/** In bytes; less fits into one packet or two, compressed or not. */
const LEAST_SIZE = 2048;

const compress = promisify(gzip);

/**
 * True where compressing pays: for answers to queries of some size that leave this machine. On loopback it only
 * costs, also behind a proxy on the same machine, which can do it itself.
 *
 * What is compressed together with a secret gives it away by its length (BREACH): no query answers one, and
 * without cookies no page can make its visitor's client ask.
 */
export function paysToCompress(
  request: Pick<Request, 'method' | 'acceptsEncodings'> & {
    socket: { remoteAddress?: string | undefined };
  },
  size: number,
): boolean {
  if (request.method !== 'GET' || size < LEAST_SIZE) return false;
  if (isLoopback(request.socket.remoteAddress)) return false;
  return request.acceptsEncodings(['gzip', 'identity']) === 'gzip';
}

/** At the level that takes the least time: higher ones cost several times that, for a tenth less. */
export function compressed(body: Buffer): Promise<Buffer> {
  return compress(body, { level: constants.Z_BEST_SPEED });
}

function isLoopback(address = ''): boolean {
  return address === '::1' || /^(::ffff:)?127\./.test(address);
}
