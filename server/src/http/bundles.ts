import { once } from 'node:events';
import type { Request, RequestHandler, Response } from 'express';
import { bundleNotFound } from '../errors/failures.ts';
import type { BundleService } from '../features/installs/bundle.service.ts';
import type { CallScope } from '../features/accounts/scope.ts';
import type { BundleZip } from '../storage/bundleZip.ts';
import { sendFailure } from './failure.ts';

/** Short, since a block must bite; the bytes behind the address never change. */
const CACHE_CONTROL = 'private, max-age=60';

/** `GET /bundles/<hex>.zip`: the bytes of a bundle, streamed, with ETag and byte ranges. */
export function serveBundles(
  bundles: BundleService,
  scopeOf: (response: Response, signal: AbortSignal) => CallScope,
): RequestHandler<{ hex: string }> {
  return async (request, response) => {
    const { hex } = request.params;
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const scope = scopeOf(response, gone.signal);
    const id = /^[0-9a-f]{64}$/.test(hex) ? await bundles.find(scope, `sha256:${hex}`) : undefined;
    if (id === undefined) {
      sendFailure(response, bundleNotFound());
      return;
    }
    response.set({
      'accept-ranges': 'bytes',
      'cache-control': CACHE_CONTROL,
      'content-disposition': `attachment; filename="${hex}.zip"`,
      etag: `"${hex}"`,
    });
    response.vary('Authorization');
    response.type('application/zip');
    if (request.fresh) {
      response.status(304).end();
      return;
    }
    try {
      await sendRange(request, response, await bundles.archive(scope, id), gone.signal);
    } catch (error) {
      // Whoever asked has gone away, and nobody waits for the rest.
      if (gone.signal.aborted) return;
      // Before the first byte it can still be said; later the error handler cuts the connection.
      if (!response.headersSent) forgetBundle(response);
      throw error;
    }
  };
}

/** Sends the one range that was asked for, or all; several ranges at once are answered with all. */
async function sendRange(
  request: Request<{ hex: string }>,
  response: Response,
  archive: BundleZip,
  signal: AbortSignal,
): Promise<void> {
  const { length } = archive;
  const ifRange = request.headers['if-range'];
  const isCurrent = ifRange === undefined || ifRange === response.get('etag');
  const range = isCurrent ? rangeOf(request.headers.range, length) : undefined;
  const { start, end } = range ?? { start: 0, end: length - 1 };
  if (start > end) {
    response.status(416).set('content-range', `bytes */${length}`).end();
    return;
  }
  if (range !== undefined) {
    response.status(206).set('content-range', `bytes ${start}-${end}/${length}`);
  }
  response.set('content-length', String(end - start + 1));
  if (request.method !== 'HEAD') {
    for await (const bytes of archive.read(start, end)) {
      signal.throwIfAborted();
      // Nothing more is loaded until the client has taken what there is.
      if (!response.write(bytes)) await once(response, 'drain', { signal });
    }
  }
  response.end();
}

/** Takes back what was said of the bundle, so that a failure is not kept in its place. */
function forgetBundle(response: Response): void {
  const said = ['accept-ranges', 'cache-control', 'content-disposition', 'content-range', 'etag'];
  for (const name of said) response.removeHeader(name);
}

/** The first and last byte asked for (RFC 9110, 14.1.2); past the end `start` is over `end`, other forms are `undefined`. */
function rangeOf(
  header: string | undefined,
  length: number,
): { start: number; end: number } | undefined {
  const [, from, to] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? [];
  if (from === undefined || to === undefined || (from === '' && to === '')) return undefined;
  if (from === '')
    return { start: to === '0' ? length : Math.max(0, length - Number(to)), end: length - 1 };
  // Last before first is no range at all, and is passed over.
  if (to !== '' && Number(to) < Number(from)) return undefined;
  return { start: Number(from), end: Math.min(to === '' ? length - 1 : Number(to), length - 1) };
}
