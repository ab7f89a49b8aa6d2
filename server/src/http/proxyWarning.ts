import type { RequestHandler } from 'express';
import type { Logger } from 'pino';

/** What a server behind a proxy says while it trusts none. */
export const NO_PROXY_TRUSTED =
  'behind a proxy everybody seems to have its address, and shares one limit: set TRUST_PROXY to the number of proxies, or to their addresses';

/** Warns once when a request was forwarded by a proxy although none is trusted. */
export function warnOfProxies(logger: Pick<Logger, 'warn'>): RequestHandler {
  let hasWarned = false;
  return ({ headers }, _response, next) => {
    if (!hasWarned && (headers['x-forwarded-for'] ?? headers['forwarded']) !== undefined) {
      hasWarned = true;
      logger.warn(NO_PROXY_TRUSTED);
    }
    next();
  };
}
