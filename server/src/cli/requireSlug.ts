import { isSlug } from '@skill-marketplace/shared/contracts';
import { StartupFailure } from '../errors/startupFailure.ts';

/** Refuses a name that no reference can hold; `what` says which option it was given for. */
export function requireSlug(what: 'publisher' | 'name', text: string | undefined): void {
  if (text === undefined || isSlug(text)) return;
  throw new StartupFailure(
    `${JSON.stringify(text)} is no ${what}: use lower-case letters, digits and single hyphens, 64 at most.`,
  );
}
