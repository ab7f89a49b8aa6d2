import { setTimeout as wait } from 'node:timers/promises';
import type { MarketplaceClient } from '@skill-marketplace/shared/client';
import type { SignInResult, StartedSignIn } from '@skill-marketplace/shared/contracts';
import { EditorFailure } from '../failures/editorFailure.ts';
import { toFailure, type Failure } from '../failures/failure.ts';

/** A sign-in that has come to its end. */
export type DoneSignIn = Extract<SignInResult, { status: 'done' }>;

/** The longest pause after answers that did not come. */
const LONGEST_PAUSE_SECONDS = 60;

/** How long answers may be missing: the marketplace says itself when an attempt is over. */
const LONGEST_MS = 1_800_000;

/**
 * Asks the marketplace at its interval until the person has approved. What passes by itself (no connection, a
 * provider that does not answer) is waited for, each time longer (RFC 8628, 3.5).
 *
 * @throws EditorFailure `sign_in_refused`, `sign_in_over`; the abort of the signal
 */
export async function pollSignIn(
  { signIn }: Pick<MarketplaceClient, 'signIn'>,
  { attempt, intervalSeconds }: Pick<StartedSignIn, 'attempt' | 'intervalSeconds'>,
  signal: AbortSignal,
): Promise<DoneSignIn> {
  const end = performance.now() + LONGEST_MS;
  let seconds = intervalSeconds;
  while (performance.now() < end) {
    await wait(seconds * 1000, undefined, { signal });
    try {
      const result = await signIn.finish.mutate({ attempt }, { signal });
      if (result.status === 'done') return result;
      seconds = result.intervalSeconds;
    } catch (error) {
      seconds = pauseAfter(error, seconds);
    }
  }
  throw new EditorFailure('sign_in_over');
}

/** Seconds to wait after a failure that passes; throws any other. */
function pauseAfter(error: unknown, seconds: number): number {
  const failure = toFailure(error);
  if (failure.from === 'server' && failure.reason === 'rate_limited') {
    return failure.retryAfterSeconds ?? LONGEST_PAUSE_SECONDS;
  }
  if (passes(failure)) return Math.min(seconds * 2, LONGEST_PAUSE_SECONDS);
  if (failure.from === 'server' && failure.reason === 'not_found') {
    throw new EditorFailure('sign_in_over', { cause: error });
  }
  if (failure.from === 'server' && failure.reason === 'not_allowed') {
    throw new EditorFailure('sign_in_refused', { message: failure.message, cause: error });
  }
  throw error;
}

function passes(failure: Failure): boolean {
  if (failure.from === 'server') {
    return failure.reason === 'upstream_unavailable' || failure.reason === 'timed_out';
  }
  return failure.from === 'editor' && ['no_answer', 'too_slow'].includes(failure.reason);
}
