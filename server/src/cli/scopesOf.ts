import { Scope } from '@skill-marketplace/shared/contracts';
import { StartupFailure } from '../errors/startupFailure.ts';

/** The scopes of a list with commas between; a word that is none, or no word at all, is refused. */
export function scopesOf(text: string): Scope[] {
  if (text.trim() === '') {
    throw new StartupFailure(`Give at least one scope of ${Scope.options.join(', ')}.`);
  }
  return text.split(',').map((part) => {
    const scope = Scope.safeParse(part.trim());
    if (!scope.success)
      throw new StartupFailure(
        `${JSON.stringify(part.trim())} is no scope: choose from ${Scope.options.join(', ')}.`,
      );
    return scope.data;
  });
}
