import { UserName } from '@skill-marketplace/shared/contracts';
import { StartupFailure } from '../errors/startupFailure.ts';

/** Refuses a name that no account can have. */
export function requireUserName(text: string): string {
  const name = UserName.safeParse(text);
  if (!name.success) throw new StartupFailure('A user name has 1 to 100 visible characters.');
  return name.data;
}
