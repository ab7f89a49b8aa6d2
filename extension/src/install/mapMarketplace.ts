import { isSlug } from '@skill-marketplace/shared/contracts';
import type { Lockfile } from '@skill-marketplace/shared/agents';
import { withDiskFaults } from './disk/diskFault.ts';
import { replaceDurably } from './disk/durableWrite.ts';
import { InstallFailure } from './installFailure.ts';
import type { MarketplaceIdentity } from './installRequest.ts';
import type { InstallRoot } from './installRoot.ts';
import { formatLockfile } from './lockfile/lockfileText.ts';
import { freeAlias, recordOf } from './lockfile/marketplaceAlias.ts';
import { readLockfile } from './lockfile/readLockfile.ts';
import { withRootLock } from './transaction/rootLock.ts';

/**
 * The choice after `other_instance`. `sameAs`: it is the marketplace recorded under that alias, with
 * another id (set up anew, or each person runs one of their own). `alias`: it is a further one, which
 * installs under that name from now on.
 */
export type MarketplaceMapping = { sameAs: string } | { alias: string };

/** What a mapping is made of. */
export interface MappingRequest {
  root: InstallRoot;
  marketplace: MarketplaceIdentity;
  mapping: MarketplaceMapping;
}

/**
 * Records the choice in the lockfile, so that the marketplace is not refused again.
 *
 * @throws InstallFailure `other_instance` when the chosen alias is not there, not free or no slug
 */
export async function mapMarketplace({
  root,
  marketplace,
  mapping,
}: MappingRequest): Promise<void> {
  await withDiskFaults(() =>
    withRootLock(root, undefined, async () => {
      const lockfile = await readLockfile(root);
      await replaceDurably(root.lockfile, formatLockfile(mapped(lockfile, marketplace, mapping)));
    }),
  );
}

function mapped(
  lockfile: Lockfile,
  marketplace: MarketplaceIdentity,
  mapping: MarketplaceMapping,
): Lockfile {
  const alias = 'sameAs' in mapping ? mapping.sameAs : mapping.alias;
  const recorded = lockfile.marketplaces[alias];
  const fits = 'sameAs' in mapping ? recorded !== undefined : recorded === undefined;
  if (!fits || !isSlug(alias)) {
    throw new InstallFailure(
      'other_instance',
      `${alias} is not a name that can be used for this.`,
      {
        alias,
        freeAlias: freeAlias(lockfile, marketplace.name),
      },
    );
  }
  const entry = recordOf(marketplace, recorded);
  return { ...lockfile, marketplaces: { ...lockfile.marketplaces, [alias]: entry } };
}
