import { z } from 'zod';

/** Why a call failed, in a word that a client may switch on; features add theirs here. */
export const Reason = z.enum([
  'invalid_input',
  'signed_out',
  'not_allowed',
  'not_found',
  'version_exists',
  'too_large',
  'unsafe_archive',
  'integrity_mismatch',
  'rate_limited',
  'timed_out',
  'sandbox_unavailable',
  'upstream_unavailable',
  'bundle_unavailable',
  'unexpected',
]);
export type Reason = z.infer<typeof Reason>;

/** The HTTP status that each reason travels under. */
export const REASON_STATUS: Record<Reason, number> = {
  invalid_input: 400,
  signed_out: 401,
  not_allowed: 403,
  not_found: 404,
  version_exists: 409,
  too_large: 413,
  unsafe_archive: 422,
  integrity_mismatch: 422,
  rate_limited: 429,
  timed_out: 503,
  sandbox_unavailable: 503,
  upstream_unavailable: 503,
  bundle_unavailable: 503,
  unexpected: 500,
};

/** What stands at `error.json.data` of a failed call. */
export const ErrorData = z.object({
  reason: Reason,
  requestId: z.string(),
  /** Path of the bad field, dotted (`files.0.path`); only with `invalid_input`. */
  field: z.string().optional(),
  /** Whole seconds to wait; only with `rate_limited`. */
  retryAfterSeconds: z.number().int().positive().optional(),
});
export type ErrorData = z.infer<typeof ErrorData>;
