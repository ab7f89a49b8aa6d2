import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** IANA has given out addresses of the public internet below this prefix only ("IPv6 Address Space"). */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');
/** IPv4 as IPv6-only networks write it (RFC 6052): their resolver makes one of every IPv4 address. */
const TRANSLATED = ipaddr.IPv6.parseCIDR('64:ff9b::/96');

/**
 * True for a unicast address of the public internet, in its canonical or any other standard spelling:
 * none of those that the IANA special-purpose registries (RFC 6890) set apart, none with a zone, none that
 * carries an IPv4 address to a relay (mapped, compatible, 6to4, Teredo). Where in doubt it is false.
 *
 * @example isPublicAddress('::ffff:10.0.0.1') // false
 */
export function isPublicAddress(address: string): boolean {
  // A zone names an interface of this machine. The parser also reads what no resolver answers (`127.1`).
  if (isIP(address) === 0 || address.includes('%')) return false;
  const parsed = ipaddr.parse(address);
  if (parsed instanceof ipaddr.IPv4) return isPublicIpv4(parsed);
  if (parsed.match(TRANSLATED)) return isPublicIpv4(embeddedIpv4(parsed));
  // The parser takes for unicast what is in no range of its own, such as the IPv4-compatible `::7f00:1`.
  return parsed.match(GLOBAL_UNICAST) && parsed.range() === 'unicast';
}

/** The parser's ranges hold all that the registry sets apart, and besides the few relays by anycast. */
function isPublicIpv4(address: ipaddr.IPv4): boolean {
  return address.range() === 'unicast';
}

function embeddedIpv4(address: ipaddr.IPv6): ipaddr.IPv4 {
  return new ipaddr.IPv4(address.toByteArray().slice(12));
}
