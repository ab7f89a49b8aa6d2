import type { Request, RequestHandler, Response } from 'express';
import { DomainError } from '../errors/domainError.ts';
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
    const archive = /^[0-9a-f]{64}$/.test(hex)
      ? await bundles.archive(scopeOf(response), `sha256:${hex}`)
      : undefined;
    if (archive === undefined) {
      sendFailure(response, new DomainError('not_found', 'There is no such bundle here.'));
      return;
    }
    response.set({
      'accept-ranges': 'bytes',
      'cache-control': CACHE_CONTROL,
      'content-disposition': `attachment; filename="${hex}.zip"`,
      etag: `"${hex}"`,
    });
    response.type('application/zip');
    if (request.fresh) {
      response.status(304).end();
      return;
    }
    sendRange(request, response, archive);
  };
}

/** Sends the one range that was asked for, or all; several ranges at once are answered with all. */
function sendRange(request: Request<{ hex: string }>, response: Response, archive: Buffer): void {
  const matches =
    request.headers['if-range'] === undefined ||
    request.headers['if-range'] === response.get('etag');
  const ranges = matches ? request.range(archive.length, { combine: true }) : undefined;
  if (ranges === -1) {
    response.status(416).set('content-range', `bytes */${archive.length}`).end();
    return;
  }
  const [range] =
    Array.isArray(ranges) && ranges.type === 'bytes' && ranges.length === 1 ? ranges : [];
  if (range === undefined) {
    response.send(archive);
    return;
  }
  response.status(206).set('content-range', `bytes ${range.start}-${range.end}/${archive.length}`);
  response.send(archive.subarray(range.start, range.end + 1));
}
