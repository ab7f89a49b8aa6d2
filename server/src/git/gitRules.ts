import { isIP } from 'node:net';
import { isHostName, withoutBrackets } from '../outbound/hostName.ts';
import type { HostLookup } from '../outbound/resolveHost.ts';

/** What a fetch may reach and cost. */
export interface GitRules {
  /** Hosts that may be fetched from, and where those with an address are reached. */
  hosts: readonly GitHost[];
  /** Every other host of the public internet too. */
  anyPublicHost?: boolean;
  /** PEM file with the authorities to trust, instead of the system's; absolute. */
  caFile?: string | undefined;
  /** Folders to look for git in, as PATH has them; the system's own where left out. */
  searchPath?: string | undefined;
  /** How long a fetch, and each reading of a file afterwards, may take. */
  seconds: number;
  /** Bytes that git may write into one file; all that it receives is one file. */
  maxBytes: number;
  /** A folder of the server's own, in which every repository has one while it is used; absolute. */
  workDirectory: string;
  /** Another resolver than the system's. */
  lookup?: HostLookup | undefined;
}

/** One host as the operator lists it. With an address it is reached there, wherever that is, and never resolved. */
export interface GitHost {
  /** As URLs write it: lower case, punycode, IPv6 in brackets. */
  host: string;
  port: number;
  address?: string;
}

/** Whom repositories are fetched from where the operator says nothing else. */
export const DEFAULT_GIT_HOSTS = 'github.com,gitlab.com,bitbucket.org,codeberg.org';
/** The port of https. */
export const HTTPS_PORT = 443;

/**
 * Reads a list of hosts, with commas or spaces between them, each `host[:port][=address]`; an empty text lists
 * none. `undefined` when it is not such a list.
 *
 * @example parseGitHosts('git.corp.example:8443=10.1.2.3') // [{ host: 'git.corp.example', port: 8443, address: '10.1.2.3' }]
 */
export function parseGitHosts(text: string): GitHost[] | undefined {
  const hosts = text
    .split(/[\s,]+/)
    .filter((item) => item !== '')
    .map(parseGitHost);
  const known = hosts.filter((host) => host !== undefined);
  return known.length === hosts.length ? known : undefined;
}

function parseGitHost(item: string): GitHost | undefined {
  const [name = '', address, ...rest] = item.split('=');
  const place = parsePlace(name);
  if (place === undefined || rest.length > 0) return undefined;
  if (address === undefined) return place;
  const pin = withoutBrackets(address);
  if (isIP(pin) === 0 || pin.includes('%')) return undefined;
  // An address in place of a name is connected to as it stands.
  const literal = withoutBrackets(place.host);
  return isIP(literal) !== 0 && literal !== pin ? undefined : { ...place, address: pin };
}

function parsePlace(text: string): GitHost | undefined {
  const url = URL.parse(`https://${text}`);
  if (url === null || !isHostName(url.hostname)) return undefined;
  // Anything else than a host and a port would have changed on the way.
  const port = /:(\d{1,5})$/.exec(text)?.[1];
  const asWritten = port === undefined ? text : text.slice(0, -port.length - 1);
  if (url.hostname !== asWritten.toLowerCase() || Number(port) === 0) return undefined;
  return { host: url.hostname, port: url.port === '' ? HTTPS_PORT : Number(url.port) };
}
