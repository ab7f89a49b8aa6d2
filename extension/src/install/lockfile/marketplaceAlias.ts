import { isSlug, toSlug } from '@skill-marketplace/shared/contracts';
import type { LockedMarketplace, Lockfile } from '@skill-marketplace/shared/agents';
import { InstallFailure } from '../installFailure.ts';
import type { MarketplaceIdentity } from '../installRequest.ts';

/** The name of a skill in a lockfile, from its marketplace's alias and its reference there. */
export function skillKey(alias: string, reference: string): string {
  return `${alias}:${reference}`;
}

/** The parts of a key: the marketplace's alias, and the reference as that marketplace knows it. */
export function splitKey(key: string): { alias: string; reference: string } {
  const colon = key.indexOf(':');
  return { alias: key.slice(0, colon), reference: key.slice(colon + 1) };
}

/**
 * The marketplace's alias in the lockfile: the recorded one, else one made of its name.
 *
 * @throws InstallFailure `other_instance` when the alias or the address was recorded for another instance
 */
export function aliasFor(lockfile: Lockfile, marketplace: MarketplaceIdentity): string {
  const recorded = Object.entries(lockfile.marketplaces);
  const same = recorded.find(([, { id }]) => id === marketplace.instanceId);
  if (same !== undefined) return same[0];
  const alias = toSlug(marketplace.name) ?? 'marketplace';
  const url = sharedUrl(marketplace.url);
  const other = recorded.find(([name, entry]) => {
    return (
      name === alias ||
      (url !== undefined && entry.url !== undefined && sharedUrl(entry.url) === url)
    );
  });
  if (other !== undefined) throw otherInstance(lockfile, other, marketplace);
  return alias;
}

/** What the lockfile records of a marketplace; an address on this machine would mean another one on the next. */
export function recordOf(
  marketplace: MarketplaceIdentity,
  recorded?: LockedMarketplace,
): LockedMarketplace {
  const url = recorded?.url ?? sharedUrl(marketplace.url);
  return { ...recorded, id: marketplace.instanceId, ...(url === undefined ? {} : { url }) };
}

/** An alias that is free in the lockfile: the name itself, else with a number. */
export function freeAlias(lockfile: Lockfile, name: string): string {
  const base = (toSlug(name) ?? 'marketplace').slice(0, 60).replace(/-$/, '');
  for (let number = 1; ; number += 1) {
    const alias = number === 1 ? base : `${base}-${number}`;
    if (isSlug(alias) && lockfile.marketplaces[alias] === undefined) return alias;
  }
}

/** The origin of an address; `undefined` when it is on this machine. */
function sharedUrl(url: string): string | undefined {
  const { hostname, origin } = new URL(url);
  const loopback = /^(?:localhost|.+\.localhost|127(?:\.\d+){3}|0\.0\.0\.0|\[::1?\])$/;
  return loopback.test(hostname) ? undefined : origin;
}

function otherInstance(
  lockfile: Lockfile,
  [alias, { id }]: [string, LockedMarketplace],
  marketplace: MarketplaceIdentity,
): InstallFailure {
  return new InstallFailure(
    'other_instance',
    `This folder knows another marketplace as ${alias}. Say once whether ${marketplace.url} is the same one or a further one.`,
    { alias, recordedInstance: id, freeAlias: freeAlias(lockfile, marketplace.name) },
  );
}
