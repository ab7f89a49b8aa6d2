/** True for a host as a parsed URL has it, without empty labels and without a dot at its end. */
export function isHostName(host: string): boolean {
  return /^(?:[a-z0-9_-]+(?:\.[a-z0-9_-]+)*|\[[0-9a-f:]+\])$/.test(host) && host.length <= 253;
}

/** An IPv6 address out of the brackets that URLs put around it; any other text as it is. */
export function withoutBrackets(host: string): string {
  return host.replace(/^\[(.*)\]$/, '$1');
}
