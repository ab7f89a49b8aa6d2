import type { Reason } from '@skill-marketplace/shared/contracts';
import type { Failure } from './failure.ts';
import { REMEDIES, SIGNED_OUT } from './remedies.ts';
import type { FailureText } from './remedies.ts';

type ServerFailure = Extract<Failure, { from: 'server' }>;

/** What is said for each reason of a marketplace. */
export const SERVER_TEXTS: Record<Reason, (failure: ServerFailure) => FailureText> = {
  signed_out: () => SIGNED_OUT,
  not_allowed: ({ message }) => ({ title: 'Not allowed', message }),
  not_found: ({ message }) => ({ title: 'Not found', message, remedy: REMEDIES.retry }),
  rate_limited: ({ retryAfterSeconds = 60 }) => ({
    title: `Too many requests: wait ${retryAfterSeconds} s`,
    message: `The marketplace asks for a pause of ${secondsText(retryAfterSeconds)}. Then try again.`,
    remedy: REMEDIES.retry,
  }),
  timed_out: ({ message }) => ({
    title: 'It took too long',
    message,
    remedy: REMEDIES.retry,
  }),
  invalid_input: refused,
  version_exists: refused,
  too_large: refused,
  unsafe_archive: refused,
  integrity_mismatch: refused,
  sandbox_unavailable: unavailable,
  upstream_unavailable: unavailable,
  bundle_unavailable: unavailable,
  unexpected: ({ requestId }) => ({
    title: 'The marketplace failed',
    message: `Something went wrong in the marketplace. Its log has it under request ${requestId}.`,
    remedy: REMEDIES.retry,
  }),
};

function refused({ message }: ServerFailure): FailureText {
  return { title: 'Refused by the marketplace', message };
}

function unavailable({ message }: ServerFailure): FailureText {
  return { title: 'Not available at the moment', message, remedy: REMEDIES.retry };
}

function secondsText(seconds: number): string {
  return seconds === 1 ? '1 second' : `${seconds} seconds`;
}
