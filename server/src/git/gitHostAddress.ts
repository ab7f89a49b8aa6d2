import { resolvePublicHost } from '../outbound/resolveHost.ts';
import { hostNotListed } from './gitFailures.ts';
import type { GitRules } from './gitRules.ts';
import type { HttpsSource } from './gitSource.ts';

/**
 * The one address that a repository is fetched from. An address that the operator gave its host is taken as it
 * is, in a private network too, since it never comes from a resolver; every other must be public.
 * `not_allowed`: the host is not listed, or not public. `upstream_unavailable`: it has no address.
 */
export async function gitHostAddress(
  { host, port }: Pick<HttpsSource, 'host' | 'port'>,
  { hosts, anyPublicHost = false, lookup }: Pick<GitRules, 'hosts' | 'anyPublicHost' | 'lookup'>,
  signal: AbortSignal,
): Promise<string> {
  const listed = hosts.find((item) => item.host === host && item.port === port);
  if (listed === undefined && !anyPublicHost) throw hostNotListed(host, port);
  return listed?.address ?? resolvePublicHost(host, lookup, signal);
}
