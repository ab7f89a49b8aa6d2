import type { TRPCError } from '@trpc/server';
import { createExpressMiddleware } from '@trpc/server/adapters/express';
import type { Request, RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import { DomainError } from '../errors/domainError.ts';
import { badRequest } from '../errors/failures.ts';
import { appRouter } from '../router.ts';
import type { Context } from '../trpc/context.ts';
import { cacheControlOf, markKept } from './caching.ts';
import { compressed, paysToCompress } from './compression.ts';
import { sendFailure } from './failure.ts';
import { gatherAnswer } from './wholeAnswer.ts';

const MIB = 1024 * 1024;

/** The most bytes of a request's body, by the feature of all its procedures. */
const BODY_LIMITS = { publishing: 16 * MIB, others: MIB } as const;

/** The most calls in one request. */
export const MAX_BATCH_SIZE = 10;

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
      responseMeta: ({ errors }) => ({ headers: waitOf(errors) }),
      onError({ error, path, ctx }) {
        // Whoever goes away ends their own statements; nothing is wrong then.
        if (error.code !== 'INTERNAL_SERVER_ERROR' || ctx?.signal?.aborted === true) return;
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
    const paths = decodeURIComponent(request.path).slice(1).split(',');
    const cacheControl = cacheControlOf(request, paths);
    gatherAnswer(response, (body) => sendAnswer(request, response, body, cacheControl));
    const isPublishing = paths.every((path) => path.startsWith('publishing.'));
    void (isPublishing ? publishing : others)(request, response, next);
  };
}

/** Sends an answer whole, with its length; nothing of it to whoever still has it. */
async function sendAnswer(
  request: Request,
  response: Response,
  body: Buffer,
  cacheControl: string | undefined,
): Promise<void> {
  if (cacheControl !== undefined && response.statusCode === 200) {
    markKept(response, cacheControl, body);
    if (request.fresh) {
      response.removeHeader('content-type');
      response.status(304).end();
      return;
    }
  }
  if (request.method === 'GET') response.vary('Accept-Encoding');
  const isCompressed = paysToCompress(request, body.length);
  const sent = isCompressed ? await compressed(body) : body;
  if (isCompressed) response.setHeader('content-encoding', 'gzip');
  response.setHeader('content-length', sent.length);
  response.end(sent);
}

/** What tRPC would refuse before it knows the request's id. */
function refusalOf(request: Request): DomainError | undefined {
  // As tRPC does it: the commas of a batch may be escaped.
  const path = decoded(request.path);
  if (path === undefined) return badRequest('The path is not a valid URL.');
  if (path.split(',').length > MAX_BATCH_SIZE) {
    return badRequest(`At most ${MAX_BATCH_SIZE} calls go in one request.`);
  }
  return undefined;
}

/** How long to wait, when a call was one too many; of a batch the longest. */
function waitOf(errors: readonly TRPCError[]): Record<string, string> {
  const waits = errors.flatMap(({ cause }) =>
    cause instanceof DomainError ? (cause.retryAfterSeconds ?? []) : [],
  );
  return waits.length === 0 ? {} : { 'retry-after': String(Math.max(...waits)) };
}

/** A path as tRPC reads it; `undefined` when nobody can. */
export function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}
