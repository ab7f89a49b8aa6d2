import { z } from 'zod';

/**
 * Every reason that a client may act on, with the HTTP status it travels under.
 * Features add theirs here; clients switch on the reason, never on the message.
 */
export const REASON_STATUS = {
  invalid_input: 400,
  signed_out: 401,
  not_allowed: 403,
  not_found: 404,
  version_exists: 409,
  too_large: 413,
  unsafe_archive: 422,
  integrity_mismatch: 422,
  rate_limited: 429,
  sandbox_unavailable: 503,
  upstream_unavailable: 503,
  bundle_unavailable: 503,
  unexpected: 500,
} as const;

/** Why a call failed, in a word that a client may switch on. */
export type Reason = keyof typeof REASON_STATUS;

/** All reasons, in the order of the contract. */
export const REASONS = Object.keys(REASON_STATUS) as readonly Reason[];

/** What stands at `error.json.data` of a failed call. */
export const ErrorData = z.object({
  reason: z.enum(REASONS as [Reason, ...Reason[]]),
  requestId: z.string(),
  /** Path of the bad field, dotted (`files.0.path`); only with `invalid_input`. */
  field: z.string().optional(),
  /** Whole seconds to wait; only with `rate_limited`. */
  retryAfterSeconds: z.number().int().positive().optional(),
});
export type ErrorData = z.infer<typeof ErrorData>;
