import { LONGEST_REASON, YankInput } from '@skill-marketplace/shared/contracts';
import { StartupFailure } from '../errors/startupFailure.ts';

/** Refuses a reason that nobody could read, before a database is opened. */
export function requireReason(text: string): string {
  const reason = YankInput.shape.reason.safeParse(text);
  if (reason.success) return reason.data;
  throw new StartupFailure(`Give a reason of 1 to ${LONGEST_REASON} characters.`);
}
