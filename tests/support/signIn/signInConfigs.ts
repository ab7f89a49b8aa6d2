import type { SignInConfig } from '../../../server/src/features/signIn/signInConfig.ts';
import { readConfig } from '@skill-marketplace/server/config';

/** The configuration that these variables give, so that tests set up what an operator would. */
export function signInBy(environment: Record<string, string>): { signIn: SignInConfig } {
  const { signIn } = readConfig(environment);
  return { signIn };
}
