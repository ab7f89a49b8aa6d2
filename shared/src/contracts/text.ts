import { z } from 'zod';

/** Text that every part can hold: PostgreSQL has no NUL, and half a surrogate pair is no character. */
export const Text = z.string().refine((text) => !text.includes('\0') && text.isWellFormed(), {
  message: 'Leave out NUL and broken characters.',
});

/** Where a page goes on, as the page before gave it; opaque. */
export const Cursor = z.string().max(2048);
