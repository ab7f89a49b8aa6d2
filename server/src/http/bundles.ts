import type { Request, RequestHandler, Response } from 'express';
import { bundleNotFound } from '../errors/failures.ts';
import type { BundleService } from '../features/installs/bundle.service.ts';
import type { CallScope } from '../features/accounts/scope.ts';
import { sendFailure } from './failure.ts';

/** Short, since a block must bite; the bytes behind the address never change. */
const CACHE_CONTROL = 'private, max-age=60';

/** `GET /bundles/<hex>.zip`: the bytes of a bundle, with ETag and byte ranges. */
export function serveBundles(
  bundles: BundleService,
  scopeOf: (response: Response) => CallScope,
): RequestHandler<{ hex: string }> {
  return async (request, response) => {
    const { hex } = request.params;
    const scope = scopeOf(response);
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
    response.type('application/zip');
    if (request.fresh) response.status(304).end();
    else sendRange(request, response, await bundles.archive(scope, id));
  };
}

/** Sends the one range that was asked for, or all; several ranges at once are answered with all. */
function sendRange(request: Request<{ hex: string }>, response: Response, archive: Buffer): void {
  const ifRange = request.headers['if-range'];
  const isCurrent = ifRange === undefined || ifRange === response.get('etag');
  const range = isCurrent ? rangeOf(request.headers.range, archive.length) : undefined;
  if (range === undefined) {
    response.send(archive);
  } else if (range.start > range.end) {
    response.status(416).set('content-range', `bytes */${archive.length}`).end();
  } else {
    const { start, end } = range;
    response.status(206).set('content-range', `bytes ${start}-${end}/${archive.length}`);
    response.send(archive.subarray(start, end + 1));
  }
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
