import { z } from 'zod';

/** Text that every part can hold: PostgreSQL has no NUL, and half a surrogate pair is no character. */
export const Text = z.string().refine((text) => !text.includes('\0') && text.isWellFormed(), {
  message: 'Leave out NUL and broken characters.',
});

/** The most characters that a reason may have. */
export const LONGEST_REASON = 500;

/** Why somebody decides, reports or withdraws something, for those whom it concerns; 1 to 500 characters. */
export const GivenReason = Text.trim().min(1).max(LONGEST_REASON);
