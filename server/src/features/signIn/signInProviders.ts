import { GitHubProvider } from './gitHubProvider.ts';
import { OpenIdProvider } from './openIdProvider.ts';
import type { SignInConfig } from './signInConfig.ts';
import type { SignInProvider } from './signInProvider.ts';

/** The providers that are configured; nothing is asked of them yet. */
export function signInProviders({ openId, gitHub }: SignInConfig): SignInProvider[] {
  return [
    ...(openId === undefined ? [] : [new OpenIdProvider(openId)]),
    ...(gitHub === undefined ? [] : [new GitHubProvider(gitHub)]),
  ];
}
