import type { RequestHandler } from 'express';

/** How long a browser may remember a preflight, in seconds. */
const PREFLIGHT_SECONDS = '600';

/** Lets the pages of listed origins read answers, and answers their preflights; there is no cookie to send along. */
export function allowListedOrigins(allowedOrigins: readonly string[]): RequestHandler {
  return (request, response, next) => {
    const { origin } = request.headers;
    response.vary('Origin');
    if (origin === undefined || !allowedOrigins.includes(origin)) {
      next();
      return;
    }
    response.set({
      'access-control-allow-origin': origin,
      'access-control-expose-headers': 'x-request-id, retry-after, etag',
      'cross-origin-resource-policy': 'cross-origin',
    });
    if (request.method !== 'OPTIONS') {
      next();
      return;
    }
    response.set({
      'access-control-allow-headers': 'authorization, content-type',
      'access-control-allow-methods': 'GET, POST',
      'access-control-max-age': PREFLIGHT_SECONDS,
    });
    response.status(204).end();
  };
}
