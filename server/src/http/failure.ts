import { TRPC_ERROR_CODES_BY_KEY } from '@trpc/server/rpc';
import { REASON_STATUS } from '@skill-marketplace/shared/contracts';
import type { Response } from 'express';
import { DomainError } from '../errors/domainError.ts';
import { CODES, failureData, UNEXPECTED_MESSAGE } from '../trpc/errorShape.ts';
import { requestIdOf } from './requestId.ts';

/** Answers a failure outside tRPC in tRPC's own shape, so that clients read one: `error.json.data`. */
export function sendFailure(response: Response, error: unknown): void {
  const failure =
    error instanceof DomainError ? error : new DomainError('unexpected', UNEXPECTED_MESSAGE);
  if (failure.retryAfterSeconds !== undefined)
    response.set('retry-after', String(failure.retryAfterSeconds));
  response.status(REASON_STATUS[failure.reason]).json({
    error: {
      json: {
        message: failure.message,
        code: TRPC_ERROR_CODES_BY_KEY[CODES[failure.reason]],
        data: failureData(failure, requestIdOf(response)),
      },
    },
  });
}
