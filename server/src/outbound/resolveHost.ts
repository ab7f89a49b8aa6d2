import { lookup as systemLookup } from 'node:dns/promises';
import { isIP, isIPv4 } from 'node:net';
import { DomainError } from '../errors/domainError.ts';
import { notAllowed } from '../errors/failures.ts';
import { withoutBrackets } from './hostName.ts';
import { isPublicAddress } from './publicAddress.ts';

/** Answers every address of a host, of both families; rejects when there is none. */
export type HostLookup = (host: string) => Promise<readonly string[]>;

/**
 * Resolves a host once and gives one address to connect to, an IPv4 one where there is one. Whoever connects
 * must use that address and not the name: asked again, a resolver may answer otherwise (DNS rebinding).
 * Every address of the host must be public. An address in place of a name, bare or in brackets as URLs write
 * IPv6, is judged the same way. `not_allowed`: some address is not public. `upstream_unavailable`: there is
 * no address. A caller's signal ends the waiting with its own reason.
 *
 * @example await resolvePublicHost('localhost') // throws not_allowed
 */
export async function resolvePublicHost(
  host: string,
  lookup: HostLookup = lookupAll,
  signal?: AbortSignal,
): Promise<string> {
  const literal = withoutBrackets(host);
  const addresses =
    isIP(literal) === 0 ? await unlessAborted(answers(host, lookup), signal) : [literal];
  const [first] = addresses;
  if (first === undefined) throw noAddress(host);
  if (!addresses.every(isPublicAddress)) {
    throw notAllowed(
      `${host} is in a private network, and this server fetches from the public internet only.`,
    );
  }
  return addresses.find((address) => isIPv4(address)) ?? first;
}

/** What the system's resolver says, `/etc/hosts` included, as any program on this machine would be told. */
async function lookupAll(host: string): Promise<readonly string[]> {
  const answer = await systemLookup(host, { all: true });
  return answer.map(({ address }) => address);
}

async function answers(host: string, lookup: HostLookup): Promise<readonly string[]> {
  try {
    return await lookup(host);
  } catch (cause) {
    throw noAddress(host, cause);
  }
}

function noAddress(host: string, cause?: unknown): DomainError {
  return new DomainError(
    'upstream_unavailable',
    `No address was found for ${host}: check its spelling and the connection of the server.`,
    { cause },
  );
}

/** The resolver cannot be interrupted; its late answer is dropped. */
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  const aborted = Promise.withResolvers<never>();
  const abort = () => aborted.reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  try {
    return await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
