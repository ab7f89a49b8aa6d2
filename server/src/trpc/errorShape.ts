import { TRPCError } from '@trpc/server';
import type { TRPC_ERROR_CODE_KEY } from '@trpc/server/rpc';
import type { ErrorData, Reason } from '@skill-marketplace/shared/contracts';
import { ZodError } from 'zod';
import { DomainError } from '../errors/domainError.ts';
import { inputSentence } from './inputSentence.ts';

/** The tRPC code that each reason travels under; it decides the HTTP status. */
export const CODES: Record<Reason, TRPC_ERROR_CODE_KEY> = {
  invalid_input: 'BAD_REQUEST',
  signed_out: 'UNAUTHORIZED',
  not_allowed: 'FORBIDDEN',
  not_found: 'NOT_FOUND',
  version_exists: 'CONFLICT',
  too_large: 'PAYLOAD_TOO_LARGE',
  unsafe_archive: 'UNPROCESSABLE_CONTENT',
  integrity_mismatch: 'UNPROCESSABLE_CONTENT',
  rate_limited: 'TOO_MANY_REQUESTS',
  timed_out: 'SERVICE_UNAVAILABLE',
  sandbox_unavailable: 'SERVICE_UNAVAILABLE',
  upstream_unavailable: 'SERVICE_UNAVAILABLE',
  bundle_unavailable: 'SERVICE_UNAVAILABLE',
  unexpected: 'INTERNAL_SERVER_ERROR',
};

/** The reason of what tRPC itself refuses; every other code of its own is a request that makes no sense. */
const REASONS_OF_CODES: Partial<Record<TRPC_ERROR_CODE_KEY, Reason>> = {
  UNAUTHORIZED: 'signed_out',
  FORBIDDEN: 'not_allowed',
  NOT_FOUND: 'not_found',
  PAYLOAD_TOO_LARGE: 'too_large',
  TOO_MANY_REQUESTS: 'rate_limited',
  INTERNAL_SERVER_ERROR: 'unexpected',
};

/** What a bug says to people; the log has the rest, under the request id. */
export const UNEXPECTED_MESSAGE =
  'Something went wrong on the server. Its log has more under the request id.';

const UNREADABLE_MESSAGE =
  'The input cannot be read: send JSON as superjson writes it, {"json": …}.';

/** Gives a failure the tRPC code of its reason; leaves everything else as it is. */
export function toTrpcError(error: TRPCError): TRPCError {
  if (!(error.cause instanceof DomainError)) return error;
  return new TRPCError({
    code: CODES[error.cause.reason],
    message: error.cause.message,
    cause: error.cause,
  });
}

/** The message and data that stand in the answer of a failed call. */
export function errorData(
  error: TRPCError,
  requestId: string,
): { message: string; data: ErrorData } {
  const { cause } = error;
  if (cause instanceof DomainError) {
    return { message: cause.message, data: failureData(cause, requestId) };
  }
  // A zod failure under another code is an answer that broke its own contract: a bug.
  if (error.code === 'BAD_REQUEST' && cause instanceof ZodError) {
    const [issue] = cause.issues;
    const field = issue?.path.map(String).join('.') ?? '';
    return {
      message: issue === undefined ? UNREADABLE_MESSAGE : inputSentence(issue),
      data: { reason: 'invalid_input', requestId, ...(field === '' ? {} : { field }) },
    };
  }
  if (error.code === 'BAD_REQUEST' || error.code === 'PARSE_ERROR') {
    // What a parser says of input that is no JSON, or not as superjson writes it, is not for people.
    return { message: UNREADABLE_MESSAGE, data: { reason: 'invalid_input', requestId } };
  }
  const reason = REASONS_OF_CODES[error.code] ?? 'invalid_input';
  return {
    message: reason === 'unexpected' ? UNEXPECTED_MESSAGE : error.message,
    data: { reason, requestId },
  };
}

/** What a client may act on of a failure. */
export function failureData(failure: DomainError, requestId: string): ErrorData {
  const { reason, field, retryAfterSeconds } = failure;
  return {
    reason,
    requestId,
    ...(field === undefined ? {} : { field }),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  };
}
