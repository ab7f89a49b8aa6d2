import { VersionNumber } from '@skill-marketplace/shared/contracts';
import { StartupFailure } from '../errors/startupFailure.ts';

/** Refuses what is no version's number, before a database is opened. */
export function requireVersion(text: string): void {
  if (VersionNumber.safeParse(text).success) return;
  throw new StartupFailure(`${JSON.stringify(text)} is no version: give it as 1.2.3.`);
}
