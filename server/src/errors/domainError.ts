import type { Reason } from '@skill-marketplace/shared/contracts';

/** What a failure may carry beside its message. */
export interface DomainErrorDetails {
  cause?: unknown;
  /** Dotted path of the bad field. */
  field?: string;
  /** Whole seconds to wait. */
  retryAfterSeconds?: number;
}

/** A failure that the caller can act on: a stable reason, and one sentence for people. */
export class DomainError extends Error {
  override readonly name = 'DomainError';
  readonly reason: Reason;
  readonly field: string | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(reason: Reason, message: string, details: DomainErrorDetails = {}) {
    super(message, { cause: details.cause });
    this.reason = reason;
    this.field = details.field;
    this.retryAfterSeconds = details.retryAfterSeconds;
  }
}
