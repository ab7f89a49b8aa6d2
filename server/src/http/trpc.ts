import { createExpressMiddleware } from '@trpc/server/adapters/express';
import type { Request, RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import type { DomainError } from '../errors/domainError.ts';
import { badRequest } from '../errors/failures.ts';
import { appRouter } from '../router.ts';
import type { Context } from '../trpc/context.ts';
import { sendFailure } from './failure.ts';

const MIB = 1024 * 1024;

/** The most bytes of a request's body, by the feature of all its procedures. */
const BODY_LIMITS = { publishing: 16 * MIB, others: MIB } as const;

/** The most calls in one request. */
const MAX_BATCH_SIZE = 10;

/** Serves every procedure; a bug is logged with its request id, and nothing of it is answered. */
export function serveTrpc(
  contextOf: (response: Response, signal: AbortSignal) => Context,
  logger: Logger,
): RequestHandler {
  const serve = (maxBodySize: number) =>
    createExpressMiddleware({
      router: appRouter,
      maxBodySize,
      createContext: ({ res, info }) => contextOf(res, info.signal),
      onError({ error, path, ctx }) {
        if (error.code !== 'INTERNAL_SERVER_ERROR') return;
        logger.error(
          { err: error.cause ?? error, path, requestId: ctx?.requestId },
          'a call failed unexpectedly',
        );
      },
    });
  const publishing = serve(BODY_LIMITS.publishing);
  const others = serve(BODY_LIMITS.others);
  return (request, response, next) => {
    const refusal = refusalOf(request);
    if (refusal !== undefined) {
      sendFailure(response, refusal);
      return;
    }
    const isPublishing = decodeURIComponent(request.path)
      .slice(1)
      .split(',')
      .every((path) => path.startsWith('publishing.'));
    void (isPublishing ? publishing : others)(request, response, next);
  };
}

/** What tRPC would refuse before it knows the request's id, and the forms that a web page could send unasked. */
function refusalOf(request: Request): DomainError | undefined {
  // As tRPC does it: the commas of a batch may be escaped.
  const path = decoded(request.path);
  if (path === undefined) return badRequest('The path is not a valid URL.');
  if (path.split(',').length > MAX_BATCH_SIZE) {
    return badRequest(`At most ${MAX_BATCH_SIZE} calls go in one request.`);
  }
  if (request.method !== 'GET' && request.is('application/json') !== 'application/json') {
    return badRequest('Send the input as application/json.');
  }
  return undefined;
}

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}
