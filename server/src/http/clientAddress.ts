import type { Request } from 'express';
import ipaddr from 'ipaddr.js';

/** The network that a request comes from, for counting: an IPv4 address, or the /64 that one machine has of IPv6. */
export function clientAddress({ ip }: Pick<Request, 'ip'>): string {
  // Some proxies name the port as well.
  const text = ip?.replace(/^(?:\[(.+)\]|(\d[\d.]+))(?::\d+)?$/, '$1$2');
  if (text === undefined || !ipaddr.isValid(text)) return 'unknown';
  const address = ipaddr.process(text);
  if (address.kind() === 'ipv4') return address.toString();
  return `${address.toNormalizedString().split(':').slice(0, 4).join(':')}::/64`;
}
