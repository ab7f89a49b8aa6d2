import { TRPCClientError } from '@trpc/client';
import { failureOf } from '@skill-marketplace/shared/client';
import type { Reason } from '@skill-marketplace/shared/contracts';
import { InstallFailure } from '../install/index.ts';
import type { InstallFailureReason } from '../install/index.ts';
import { EditorFailure } from './editorFailure.ts';
import type { EditorFailureReason } from './editorFailure.ts';

/** What failed, by where it was found; `bug` is what nobody expected. */
export type Failure =
  | {
      from: 'server';
      reason: Reason;
      message: string;
      requestId: string;
      retryAfterSeconds?: number;
    }
  | { from: 'install'; reason: InstallFailureReason; message: string }
  | { from: 'editor'; reason: EditorFailureReason; url?: string; local?: boolean; message?: string }
  | { from: 'bug' };

/** Sorts anything thrown into what screens can switch on. */
export function toFailure(error: unknown): Failure {
  const editor = causeOf(error);
  if (editor !== undefined) {
    const { url, local, message } = editor.details;
    return {
      from: 'editor',
      reason: editor.reason,
      ...(url === undefined ? {} : { url }),
      ...(local === undefined ? {} : { local }),
      ...(message === undefined ? {} : { message }),
    };
  }
  if (error instanceof InstallFailure) {
    return { from: 'install', reason: error.reason, message: error.message };
  }
  const answered = failureOf(error);
  if (answered !== undefined) {
    const { reason, message, requestId, retryAfterSeconds } = answered;
    return {
      from: 'server',
      reason,
      message,
      requestId,
      ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    };
  }
  if (isCausedBy(error, 'TimeoutError')) return { from: 'editor', reason: 'too_slow' };
  if (isCausedBy(error, 'AbortError'))
    return { from: 'install', reason: 'cancelled', message: 'Cancelled.' };
  // An answer came, since our fetch names every other case, and it was not in tRPC's form.
  if (error instanceof TRPCClientError) return { from: 'editor', reason: 'not_a_marketplace' };
  return { from: 'bug' };
}

/** tRPC and `fetch` wrap what our own fetch throws. */
function causeOf(error: unknown): EditorFailure | undefined {
  let current = error;
  for (let depth = 0; depth < 5 && current instanceof Error; depth += 1) {
    if (current instanceof EditorFailure) return current;
    current = current.cause;
  }
  return undefined;
}

function isCausedBy(error: unknown, name: 'AbortError' | 'TimeoutError'): boolean {
  if (!(error instanceof Error)) return false;
  return error.name === name || isCausedBy(error.cause, name);
}

/** True for failures after which the marketplace is to be looked for again. */
export function isOfConnection(failure: Failure): boolean {
  return failure.from === 'editor' && CONNECTION_REASONS.includes(failure.reason);
}

const CONNECTION_REASONS: readonly EditorFailureReason[] = [
  'no_answer',
  'too_slow',
  'not_a_marketplace',
  'not_proved',
];
